from typing import NamedTuple


class RunKind(NamedTuple):
    """What kind of run it is. Its words are :class:`~odoo.tools.translate.LazyGettext`.

    :param title: such as "Invite users"
    :param in_progress: the same while it lasts, with ``%s`` for how many, such as "Inviting users: %s changes"
    :param rows: name of the field of a run that holds what came of each: rows have a state, a reason, and what they
        are about, as tasks have
    :param retry: name of a method of the failed rows, which does them again and returns an action
    :param is_kept: what was changed in clients' databases is kept for good; else as long as the settings say
    :param summary: name of a method of a run, as :meth:`~.databases_run.DatabasesRun._counted`
    """

    title: str
    in_progress: str
    rows: str
    retry: str
    is_kept: bool = False
    summary: str = "_counted"
