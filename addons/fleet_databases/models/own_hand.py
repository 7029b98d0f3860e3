"""Marks what the hub itself writes: many fields are for the hub and for administrators of Databases only."""

from odoo.tools.misc import clean_context

# Every project has these switches, and whoever copies a project copies them too.
FETCHED = {"database_fetch_documents", "database_fetch_draft_entries", "database_fetch_tax_returns"}

_KEY = "databases_own_hand"
# A context that a browser sends can't contain one of these objects.
_HUB, _MAIL = object(), object()


def says_what_a_database_is(name):
    """Whether only the hub itself and administrators of Databases write the field of a project with this name."""
    return name.startswith("database_") and name not in FETCHED


def with_own_hand(records):
    """:return: these records, as the hub itself writes them: without the default values that the person who asks may
    have put into the context"""
    # The linter wants contexts to be merged, but here the old one has to be replaced.
    context = {**clean_context(records.env.context), _KEY: _HUB}
    return records.with_context(context)  # pylint: disable=context-overridden


def is_own_hand(env):
    """Whether it is the hub itself that writes."""
    return env.context.get(_KEY) is _HUB


def by_mail(records):
    """:return: these records, as a mail that arrives writes them"""
    return records.with_context(**{_KEY: _MAIL})


def is_by_mail(env):
    """Whether a mail causes this. Then we don't know who does it, because a mail may name any sender."""
    return env.context.get(_KEY) is _MAIL
