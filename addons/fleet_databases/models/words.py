"""The words for errors: for each kind of remote error a short reason and a sentence."""

from odoo.tools import format_list
from odoo.tools.translate import LazyTranslate

from ..remote.errors import CredentialsMissing
from .detail_words import detail_words

_lt = LazyTranslate(__name__)

# For a kind without words of its own, such as one of an addon that is not installed any more.
_UNNAMED = _lt("Something else"), _lt("Something went wrong: %(detail)s")

# kind of RemoteError -> the reason in two or three words, for lists, and the sentence. %(detail)s is the detail of the
# RemoteError. Sentences begin as in the table of errors that users know.
ERROR_WORDS = {
    "unreachable": (
        _lt("No connection"),
        _lt("The server cannot be reached. Check the address, and whether the server is running: %(detail)s"),
    ),
    "unknown_host": (
        _lt("Unknown host"),
        _lt(
            "No server has this name, as far as the hub can find out. Check the address for typing errors; where other "
            "addresses fail too, the hub has no internet or no DNS: %(detail)s"
        ),
    ),
    "tls": (
        _lt("Bad certificate"),
        _lt(
            "The server's certificate is not valid, so nothing was sent. It has to be renewed there; or, if you know "
            "who made it, enter its authority or its fingerprint on the Connection tab: %(detail)s"
        ),
    ),
    "other_certificate": (
        _lt("Other certificate"),
        _lt(
            "Nothing was sent: the server does not show the certificate whose fingerprint was entered. Either it has a "
            "new one, or somebody is in between. Ask whoever runs the server, over another way, before you enter: "
            "%(detail)s"
        ),
    ),
    "timeout": (
        _lt("Timeout"),
        _lt(
            "Timeout: the server is unreachable or slow. Check the network, and that the address is correct."
        ),
    ),
    "own_network": (
        _lt("Own network"),
        _lt(
            "Nothing was sent: the address leads into the hub's own network. If the database really is there, allow it "
            "under Configuration, Settings, Allowed addresses: %(detail)s"
        ),
    ),
    "plain_http": (
        _lt("Not encrypted"),
        _lt(
            "Nothing was sent: without encryption the key could be read on the way. Enter an address with https://, or "
            "allow it under Configuration, Settings, Allowed addresses: %(detail)s"
        ),
    ),
    "forbidden_address": (
        _lt("Forbidden address"),
        _lt(
            "Nothing was sent: the address leads to a place that is never a client's database, such as the metadata of "
            "a cloud. Check the address: %(detail)s"
        ),
    ),
    "busy": (
        _lt("Pause asked for"),
        _lt("The server asks to be left alone for a while. It is asked again after that: %(detail)s"),
    ),
    "redirected": (
        _lt("Address has moved"),
        _lt("The address leads elsewhere. Enter the address that it leads to: %(detail)s"),
    ),
    "question_lost": (
        _lt("Lost in a redirect"),
        _lt(
            "The server redirects the hub's question so that it gets lost: with 301, 302 and 303, POST becomes GET. "
            "Enter the address that it leads to, or ask whoever runs the server not to redirect /json/2 and "
            "/xmlrpc/2: %(detail)s"
        ),
    ),
    "not_odoo": (
        _lt("Not an Odoo"),
        _lt("Something answers at this address, but it is not an Odoo. Check the address."),
    ),
    "credentials_missing": (
        _lt("Credentials missing"),
        _lt("We are missing %(detail)s. Enter what is missing on the Connection tab."),
    ),
    "key_unreadable": (
        _lt("Key unreadable"),
        _lt(
            "Enter the API key again: the one that is stored can't be decrypted, because the hub's encryption key is "
            "missing or another one, or because the address, the database name or the API login was changed past the "
            "hub: look at these first."
        ),
    ),
    "wrong_key": (
        _lt("Wrong key"),
        _lt(
            "Invalid apikey: the database refused the login or the key. Create a new key there, as the user of the API "
            "login (Preferences, Security, Add API Key), and enter it here. Before Odoo 14, enter that user's password."
        ),
    ),
    "access_refused": (
        _lt("Right missing"),
        _lt(
            "The user of the API login lacks a right on %(detail)s. Give that user the right in the client's database."
        ),
    ),
    "no_api": (
        _lt("API not allowed"),
        _lt(
            "The server answers, but it does not let the external API through. On Odoo Online it is part of the Custom "
            "plan only; elsewhere, ask whoever runs the server."
        ),
    ),
    "database_not_found": (
        _lt("Database not found"),
        _lt("The server has no database of this name. Check the database name."),
    ),
    "other_database": (
        _lt("Another database"),
        _lt(
            "A database answers, but the API login is not among its users, so nothing was changed. Check the database "
            "name and the API login: %(detail)s"
        ),
    ),
    "listing_refused": (
        _lt("No list of databases"),
        _lt(
            "The server does not tell which databases it has, as it should be on the internet. Enter their names "
            "by hand."
        ),
    ),
    "refused": (
        _lt("Refused"),
        _lt("The database refused: %(detail)s"),
    ),
    "server_error": (
        _lt("Server error"),
        _lt("The server failed to answer. Ask whoever runs it to look at its log: %(detail)s"),
    ),
    "answer_too_large": (
        _lt("Answer too large"),
        _lt("The answer was larger than %(detail)s MB, so it was not read."),
    ),
    "not_understood": (
        _lt("Answer not understood"),
        _lt("The answer is not what an Odoo sends, so nothing was changed: %(detail)s"),
    ),
    "unconfirmed": (
        _lt("Not confirmed"),
        _lt(
            "It was asked for, and the hub could not look afterwards what came of it. Look in the client's database, "
            "or try again, because the hub looks first what is done already: %(detail)s"
        ),
    ),
    "method_not_found": (
        _lt("Function missing"),
        _lt("This Odoo lacks a function that the hub needs: %(detail)s"),
    ),
    "not_asked": (
        _lt("Can't be asked"),
        _lt(
            "Nothing was asked: it was archived, became a link outside Odoo, or is no database any more: %(detail)s"
        ),
    ),
    "hub_error": (
        _lt("Error of the hub"),
        _lt(
            "The hub itself failed, not the database. Its log says where; tell whoever looks after the hub: %(detail)s"
        ),
    ),
    "not_stored": (
        _lt("Not stored"),
        _lt("The database answered, but the hub could not store it. The log of the hub says why: %(detail)s"),
    ),
    "gone": (
        _lt("No longer there"),
        _lt("What this was about was deleted or archived, or became something else: %(detail)s"),
    ),
    "interrupted": (
        _lt("Interrupted"),
        _lt(
            "It was begun %(detail)s times and never came to its end: each time whatever did it was stopped. Look what "
            "was done, and why it was stopped, before you try it again."
        ),
    ),
    "too_much": (
        _lt("Too much to store"),
        _lt(
            "The database answered, but storing it would take longer than %(detail)s seconds, so nothing was changed. "
            "Look how many users it has."
        ),
    ),
}

# What CredentialsMissing names in its detail.
_CREDENTIALS = {
    "url": _lt("the address"),
    "database": _lt("the database name"),
    "login": _lt("the API login"),
    "key": _lt("the API key"),
}


def reasons(records):
    """The choices of a field that holds the kind of an error: list of (kind, reason)"""
    words = _words(records.env).items()
    return [(kind, records.env._(short)) for kind, (short, _long) in words]  # pylint: disable=gettext-variable


def reason(env, error):
    """:return: the kind of a RemoteError as it is stored, or False where there is none"""
    if not error:
        return False
    return error.kind if error.kind in _words(env) else "unnamed"


def sentence(env, kind, detail):
    """One sentence that says what is wrong and what to do about it.

    :param kind: of a RemoteError
    :param detail: plain text, or nothing
    :return: str, in the language of ``env``
    """
    _short, long = _words(env).get(kind, _UNNAMED)
    translated = env._(long)  # pylint: disable=gettext-variable
    if kind == CredentialsMissing.kind:
        detail = credentials(env, detail)
    detail = detail_words(env, detail)
    # French has a space before a colon.
    return (translated % {"detail": detail or ""}).removesuffix(": ").rstrip()


def credentials(env, detail):
    """Which credentials are missing, in words: all of those that the detail names; one of all, if it names none.

    :param detail: of a CredentialsMissing
    """
    named = [name for name in _CREDENTIALS if name in (detail or "").split(", ")]
    words = [env._(_CREDENTIALS[name]) for name in named or _CREDENTIALS]  # pylint: disable=gettext-variable
    return format_list(env, words, style="standard" if named else "or")


def _words(env):
    return {**env["project.project"]._database_error_words(), "unnamed": _UNNAMED}
