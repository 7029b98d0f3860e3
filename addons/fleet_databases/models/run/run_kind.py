from typing import NamedTuple


class RunKind(NamedTuple):
    """The kind of a run. Its words are :class:`~odoo.tools.translate.LazyGettext`.

    :param title: such as "Invite users"
    :param in_progress: the title of a run in progress, with ``%s`` for how many, such as "Inviting users: %s changes"
    :param rows: name of the field of a run that holds its outcomes. These rows have a state, a reason and a subject,
        as tasks have
    :param retry: name of a method of the failed rows, which does them again and returns an action
    :param is_kept: whether such runs are kept for ever, because they changed clients' databases; other runs are kept as
        long as the settings say
    :param summary: name of a method of a run that returns its summary, as
        :meth:`~.databases_run.DatabasesRun._counted` does
    """

    title: str
    in_progress: str
    rows: str
    retry: str
    is_kept: bool = False
    summary: str = "_counted"
