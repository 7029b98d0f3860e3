"""What a server said, written down in a file that a person can read and a fuzzer can change.

Each answer is a line with its status and media type, and then its body; a line ``---`` is between two answers::

    200 application/json
    {"version": "19.0"}
    ---
    404 text/html
    <h1>Not Found</h1>
"""

from odoo.addons.fleet_databases.remote.http.answer import Answer

_BETWEEN = b"\n---\n"


def answers(written):
    """:return: list of at least one Answer, whatever the bytes"""
    return [_answer(block) for block in written.split(_BETWEEN)]


def _answer(block):
    head, _, body = block.partition(b"\n")
    status, _, media_type = head.decode("latin-1").partition(" ")
    status = int(status) if status.isascii() and status.isdigit() and len(status) == 3 else 200
    return Answer(status, media_type.strip().lower(), body)


class Replay:
    """Takes the place of a transport: says ``answers`` one after the other, whatever it is asked, and the last one for
    ever."""

    def __init__(self, answers):
        self._answers = list(answers)

    def get(self, _path):
        return self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]

    def post(self, path, _body, _headers):
        return self.get(path)

    def certificate_end(self):
        return None

    def close(self):
        pass
