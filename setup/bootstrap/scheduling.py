"""A pytest plugin: which tests stay together in a worker (xdist's ``--dist=loadgroup``), and which are not measured.

Those of a class, those of a file's functions, those that a mark ``xdist_group`` says may not run beside one another.
"""

from xdist.scheduler import LoadGroupScheduling, LoadScopeScheduling

from .paths import OCA_ADDONS


class Scheduling(LoadGroupScheduling):
    """xdist's own would send every test without a mark to another worker, and set up its class in each."""

    def _split_scope(self, nodeid):
        group = super()._split_scope(nodeid)
        return group if group != nodeid else LoadScopeScheduling._split_scope(self, nodeid)


def pytest_collection_modifyitems(items):
    """What OCA's own suites reach of our addons does not count as tested, and measuring costs a third more time."""
    for item in items:
        if OCA_ADDONS in item.path.parents:
            item.add_marker("no_cover")


def pytest_xdist_make_scheduler(config, log):
    return Scheduling(config, log) if config.getoption("dist") == "loadgroup" else None
