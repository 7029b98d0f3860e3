"""What a person reads when a pull fails: for each kind of remote error, a reason and a sentence."""

from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)

# kind of RemoteError -> the reason in two or three words, as a list shows it
REASONS = [
    ("unreachable", "No connection"),
    ("unknown_host", "Unknown host"),
    ("tls", "Bad certificate"),
    ("timeout", "Timeout"),
    ("own_network", "Own network"),
    ("plain_http", "Not encrypted"),
    ("forbidden_address", "Forbidden address"),
    ("busy", "Pause asked for"),
    ("redirected", "Address has moved"),
    ("not_odoo", "Not an Odoo"),
    ("credentials_missing", "Credentials missing"),
    ("key_unreadable", "Key unreadable"),
    ("wrong_key", "Wrong key"),
    ("access_refused", "Right missing"),
    ("no_api", "API not allowed"),
    ("database_not_found", "Database not found"),
    ("other_database", "Another database"),
    ("listing_refused", "No list of databases"),
    ("refused", "Refused"),
    ("server_error", "Server error"),
    ("answer_too_large", "Answer too large"),
    ("not_understood", "Answer not understood"),
    ("method_not_found", "Function missing"),
    ("not_stored", "Not stored"),
    ("too_much", "Too much to store"),
]

# %(detail)s: the one fact of the RemoteError. The first words are those of the error table that users know.
_SENTENCES = {
    "unreachable": _lt(
        "The server cannot be reached. Check the address, and whether the server is running: %(detail)s"
    ),
    "unknown_host": _lt("No server has this name. Check the address for typing errors: %(detail)s"),
    "tls": _lt(
        "The server's certificate is not valid, so nothing was sent. It has to be renewed there: %(detail)s"
    ),
    "timeout": _lt(
        "Timeout: the server is unreachable or slow. Check the network, and that the address is correct."
    ),
    "own_network": _lt(
        "Nothing was sent: the address leads into the hub's own network. If the database really is there, allow it "
        "under Configuration, Settings, What may be asked: %(detail)s"
    ),
    "plain_http": _lt(
        "Nothing was sent: without encryption the key could be read on the way. Enter an address with https://, or "
        "allow it under Configuration, Settings, What may be asked: %(detail)s"
    ),
    "forbidden_address": _lt(
        "Nothing was sent: the address leads to a place that is never a client's database, such as the metadata of a "
        "cloud. Check the address: %(detail)s"
    ),
    "busy": _lt("The server asks to be left alone for a while. It is asked again after that: %(detail)s"),
    "redirected": _lt("The address leads elsewhere. Enter the address that it leads to: %(detail)s"),
    "not_odoo": _lt("Something answers at this address, but it is not an Odoo. Check the address."),
    "credentials_missing": _lt(
        "We are missing the database name, the api login or the api key. Fill them in on the Database tab."
    ),
    "key_unreadable": _lt(
        "Enter the API key again: the one that is stored can't be decrypted, because the hub's encryption key is "
        "missing or another one, or because the address, the database name or the API login was changed past the "
        "hub: look at these first."
    ),
    "wrong_key": _lt(
        "Invalid apikey: the database refused the login or the key. Create a new key there, as the user of the API "
        "login (Preferences, Security, Add API Key), and enter it here."
    ),
    "access_refused": _lt(
        "The user of the API login lacks a right on %(detail)s. Give that user the right in the client's database."
    ),
    "no_api": _lt(
        "The server answers, but it does not let the external API through. On Odoo Online it is part of the Custom "
        "plan only; elsewhere, ask whoever runs the server."
    ),
    "database_not_found": _lt("The server has no database of this name. Check the database name."),
    "other_database": _lt(
        "A database answers, but the API login is not among its users, so nothing was changed. Check the database name "
        "and the API login: %(detail)s"
    ),
    "listing_refused": _lt(
        "The server does not tell which databases it has, as it should be on the internet. Enter their names by hand."
    ),
    "refused": _lt("The database refused: %(detail)s"),
    "server_error": _lt("The server failed to answer. Ask whoever runs it to look at its log: %(detail)s"),
    "answer_too_large": _lt("The answer was larger than %(detail)s MB, so it was not read."),
    "not_understood": _lt("The answer is not what an Odoo sends, so nothing was changed: %(detail)s"),
    "method_not_found": _lt("This Odoo lacks a function that the hub needs: %(detail)s"),
    "not_stored": _lt(
        "The database answered, but the hub could not store it. The log of the hub says why: %(detail)s"
    ),
    "too_much": _lt(
        "The database answered, but storing it would take longer than %(detail)s seconds, so nothing was changed. Look "
        "how many users it has."
    ),
}


def sentence(env, kind, detail):
    """One sentence that says what is wrong and what to do about it.

    :param kind: a key of REASONS
    :param detail: plain text, or nothing
    :return: str, in the language of ``env``
    """
    translated = env._(_SENTENCES[kind])  # pylint: disable=gettext-variable
    return (translated % {"detail": detail or ""}).removesuffix(": ")
