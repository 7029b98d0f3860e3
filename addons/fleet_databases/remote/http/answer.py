"""A complete HTTP answer: its size is limited, and the server does not ask for a pause in it."""

import json
import time
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

from ..errors import AnswerTooLarge, Busy, NotUnderstood
from ..shape import shallow
from ..values import MAX_ANSWER

_CHUNK = 64 * 1024
_LONGEST_PAUSE = 24 * 60 * 60  # seconds


@dataclass(frozen=True, slots=True)
class Answer:
    """A complete HTTP answer. ``type`` is the media type in lower case, without parameters."""

    status: int
    type: str
    body: bytes

    def json(self):
        """:return: the decoded body
        :raises NotUnderstood: it is not JSON, or nested too deep. A number that JSON does not know, such as NaN, is
            read as a text, so that only the cell that has it is not understood
        """
        try:
            return shallow(json.loads(self.body, parse_constant=str))
        except (ValueError, RecursionError) as error:
            raise NotUnderstood("JSON") from error


def received(response, max_bytes, sink=None, again=lambda: None):
    """Read an answer to its end.

    :param response: a streamed one, of ``requests``
    :param max_bytes: how large it may be
    :param sink: what gets the body of a file (status 200, and not a page), piece by piece; its Answer has none
    :param again: called before each piece for the sink: the time of the call begins anew
    :return: :class:`Answer`
    :raises RemoteError: AnswerTooLarge, or Busy: the server asks for a pause (RFC 6585, 4; RFC 9110, 10.2.3)
    """
    wish = response.headers.get("Retry-After", "").strip()
    if response.status_code == 429 or (response.status_code == 503 and wish):
        raise Busy(f"HTTP {response.status_code}", _pause(wish))
    media_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if sink and response.status_code == 200 and media_type != "text/html":
        again()
        for piece in _pieces(response.raw, max_bytes):
            sink.add(piece)
            again()
        return Answer(response.status_code, media_type, b"")
    return Answer(
        response.status_code, media_type, b"".join(_pieces(response.raw, min(max_bytes, MAX_ANSWER)))
    )


def _pause(wish):
    """The seconds in a Retry-After, which holds a number of seconds or a date; 0 if it holds neither."""
    if wish.isascii() and wish.isdecimal():
        seconds = int(wish[:10])
    else:
        try:
            seconds = parsedate_to_datetime(wish).timestamp() - time.time()
        except (ValueError, TypeError, OverflowError):
            return 0
    return max(0, min(seconds, _LONGEST_PAUSE))


def _pieces(raw, max_bytes):
    """The body, piece by piece as it arrives. More than ``max_bytes`` raise AnswerTooLarge."""
    received_bytes = 0
    while piece := raw.read1(_CHUNK, decode_content=False):
        received_bytes += len(piece)
        if received_bytes > max_bytes:
            raise AnswerTooLarge(str(max_bytes // 1024**2))
        yield piece
