"""Why a remote database gave no answer.

::

    RemoteError
    ├── Unreachable          no connection: refused, reset, no route
    │   └── UnknownHost      no server has this name
    ├── TlsError             the certificate or the encryption is not acceptable
    │   └── OtherCertificate     it is not the one whose fingerprint was entered
    ├── CallTimeout          the answer was not complete in time
    ├── NotAllowed           nothing was sent: the hub may not ask this address
    │   ├── ForbiddenAddress     nobody may, whatever the settings say
    │   ├── OwnNetwork           it is of the hub's own network, and the settings do not allow it
    │   └── PlainHttp            it would not be encrypted, and the settings do not allow it
    ├── Busy                 the server asks for a pause
    ├── Redirected           the server redirects to another address
    │   └── QuestionLost         it does so without the question: POST becomes GET
    ├── NotOdoo              something answers, and it is not an Odoo
    ├── NotAsked             nothing was asked: it is archived, or not a database that can be asked
    ├── CredentialsMissing   nothing was asked: the name, the login or the key is missing
    ├── KeyUnreadable        nothing was asked: the hub can't decrypt the key it has stored
    ├── WrongKey             the database refused the login or the key
    ├── AccessRefused        the user behind the key lacks a right
    ├── NoApi                the server answers, but does not allow the API
    ├── DatabaseNotFound     the server has no such database
    ├── OtherDatabase        a database answered that does not know the login: it is not the one that was asked
    ├── ListingRefused       the server does not tell which databases it has
    ├── Refused              the database refused for a reason of its own, which it tells
    ├── ServerError          the server failed
    ├── AnswerTooLarge       the answer was longer than accepted
    ├── NotUnderstood        the answer does not have the shape that was expected
    ├── Unconfirmed          something was sent, and nobody knows what came of it
    ├── HubError             the hub itself failed, for a reason that nobody foresaw
    │   └── NotStored            the answer was fine, and the hub could not store it
    ├── TooMuch              the answer was fine, and storing it takes the hub too long
    ├── MethodNotFound       the server has no such model or method; a question may have an alternative for this
    └── ProtocolNotSpoken    the server does not speak this protocol; the other one is tried
"""

from .printable import shortened

_MAX_DETAIL = 200
# When a database is asked again: later, after longer and longer pauses; not before a person changes something; soon,
# because the database itself did not fail.
LATER, BY_A_PERSON, SOON = "later", "by_a_person", "soon"


class RemoteError(Exception):
    """A failure of one remote database. The attributes of a class say what follows from it.

    :param detail: the one fact that helps (a host, a model, a status), as plain text. Never a key, never a
        remote traceback. Parts of it may come from the remote side, so it is made printable, and ends with an ellipsis
        if it was too long.
    :param pause: seconds for which the server asks for a pause; 0 if it does not ask for one
    """

    # Each class has its own. A class of an addon that has none is told without blaming the server.
    kind = "unnamed"
    # The same error counts for all databases of the server, unless it has already told its version.
    of_the_server = False
    # The rest of the conversation would fail for the same reason.
    ends_conversation = False
    retry = LATER

    def __init__(self, detail="", pause=0):
        self.pause = pause
        self.detail = shortened(detail, _MAX_DETAIL)
        super().__init__(self.detail)


class Unreachable(RemoteError):
    kind = "unreachable"
    of_the_server = True
    ends_conversation = True


class UnknownHost(Unreachable):
    kind = "unknown_host"


class TlsError(RemoteError):
    kind = "tls"
    of_the_server = True


class OtherCertificate(TlsError):
    kind = "other_certificate"


class CallTimeout(RemoteError):
    kind = "timeout"
    of_the_server = True
    ends_conversation = True


class NotAllowed(RemoteError):
    """Only its subclasses are raised."""

    of_the_server = True


class ForbiddenAddress(NotAllowed):
    kind = "forbidden_address"


class OwnNetwork(NotAllowed):
    kind = "own_network"


class PlainHttp(NotAllowed):
    kind = "plain_http"


class Busy(RemoteError):
    kind = "busy"
    of_the_server = True


class Redirected(RemoteError):
    kind = "redirected"


class QuestionLost(Redirected):
    kind = "question_lost"


class NotOdoo(RemoteError):
    kind = "not_odoo"


class NotAsked(RemoteError):
    kind = "not_asked"
    retry = BY_A_PERSON


class CredentialsMissing(RemoteError):
    kind = "credentials_missing"
    retry = BY_A_PERSON


class KeyUnreadable(RemoteError):
    kind = "key_unreadable"
    retry = SOON


class WrongKey(RemoteError):
    kind = "wrong_key"
    ends_conversation = True
    # After five refused logins, the server locks the hub out for a minute, for all of its databases.
    retry = BY_A_PERSON


class AccessRefused(RemoteError):
    kind = "access_refused"
    ends_conversation = True


class NoApi(RemoteError):
    kind = "no_api"
    ends_conversation = True


class DatabaseNotFound(RemoteError):
    kind = "database_not_found"


class OtherDatabase(RemoteError):
    kind = "other_database"


class ListingRefused(RemoteError):
    kind = "listing_refused"


class Refused(RemoteError):
    kind = "refused"


class ServerError(RemoteError):
    kind = "server_error"


class AnswerTooLarge(RemoteError):
    kind = "answer_too_large"


class NotUnderstood(RemoteError):
    kind = "not_understood"


class Unconfirmed(RemoteError):
    kind = "unconfirmed"


class HubError(RemoteError):
    kind = "hub_error"
    retry = SOON


class NotStored(HubError):
    kind = "not_stored"


class Gone(RemoteError):
    """The subject of the task does not exist any more."""

    kind = "gone"
    retry = BY_A_PERSON


class Interrupted(RemoteError):
    """The task was begun several times, and each time its worker was stopped."""

    kind = "interrupted"
    retry = BY_A_PERSON


class TooMuch(RemoteError):
    kind = "too_much"


class MethodNotFound(RemoteError):
    kind = "method_not_found"


class ProtocolNotSpoken(RemoteError):
    kind = "not_odoo"


def kinds_of_servers():
    """The kinds of errors that count for all databases of a server."""
    classes = [RemoteError]
    for error in classes:
        classes += error.__subclasses__()
    return {error.kind for error in classes if error.of_the_server}
