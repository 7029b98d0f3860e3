"""The one wide ``except``: an unforeseen error in one database or in one addon must not harm the others."""

import logging
import traceback

from .errors import HubError

_logger = logging.getLogger(__name__)


def caught(work, *args):
    """Call ``work``, and catch whatever it raises.

    :return: what it returned, and None; or None, and the exception that ended it
    """
    try:
        return work(*args), None
    except Exception as error:  # noqa: BLE001
        return None, error


def told(what, error, kind=HubError):
    """Log an unforeseen exception, with the lines of code that led to it. The log contains neither its text nor
    the values of variables: these may contain what was sent or answered.

    :param what: what failed, such as the name of a question
    :param kind: HubError or a subclass of it
    :return: an error of this kind, with the name of the exception
    """
    name = type(error).__name__
    _logger.error("%s: %s\n%s", what, name, "".join(traceback.format_tb(error.__traceback__)))
    return kind(f"{what}: {name}")
