"""A pytest plugin for xdist's ``--dist=loadgroup``: which tests stay together.

Those of a class, those of a file's functions, those that a mark ``xdist_group`` says may not run beside one another.
"""

from xdist.scheduler import LoadGroupScheduling, LoadScopeScheduling


class Scheduling(LoadGroupScheduling):
    """xdist's own would send every test without a mark to another worker, and set up its class in each."""

    def _split_scope(self, nodeid):
        group = super()._split_scope(nodeid)
        return group if group != nodeid else LoadScopeScheduling._split_scope(self, nodeid)


def pytest_xdist_make_scheduler(config, log):
    return Scheduling(config, log) if config.getoption("dist") == "loadgroup" else None
