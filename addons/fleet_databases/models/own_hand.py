"""What only the hub itself and administrators of Databases write."""

from odoo.tools.misc import clean_context

# These are switches on every project, which everybody copies with it.
FETCHED = {"database_fetch_documents", "database_fetch_draft_entries", "database_fetch_tax_returns"}

_KEY = "databases_own_hand"
# Whatever comes over the wire, it is neither of these objects.
_HUB, _MAIL = object(), object()


def says_what_a_database_is(name):
    """Whether this is the name of a field of a project that is for them."""
    return name.startswith("database_") and name not in FETCHED


def with_own_hand(records):
    """:return: these records, as the hub itself writes them: without the values for new records that whoever asks has
    put into the context"""
    # What is left out has to be left out: the linter would have it merged.
    context = {**clean_context(records.env.context), _KEY: _HUB}
    return records.with_context(context)  # pylint: disable=context-overridden


def is_own_hand(env):
    """Whether it is the hub itself that writes."""
    return env.context.get(_KEY) is _HUB


def by_mail(records):
    """:return: these records, as a mail that arrives writes them"""
    return records.with_context(**{_KEY: _MAIL})


def is_by_mail(env):
    """Whether nobody stands behind this: anybody writes any sender into a mail."""
    return env.context.get(_KEY) is _MAIL
