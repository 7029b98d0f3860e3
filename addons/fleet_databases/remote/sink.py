"""The file that a long job writes, and how the job tells how far it is."""

import contextlib
import math
import os
from fractions import Fraction
from pathlib import Path

from .errors import AnswerTooLarge, Interrupted


class Sink:
    """A file that exists only when it is complete, and the progress of the job that writes it. One thread writes;
    another one reads the progress, and may stop the first. If two jobs write the same file, for example because a claim
    has ended, it belongs to the one that began later.

    :param path: where the file is stored; its folder exists. Until the file is complete, it has a name that ends with
        .part. An earlier file with that name is replaced
    """

    def __init__(self, path=None):
        self._path = path and Path(path)
        self._file = None
        #: whether somebody has stopped the job
        self.stopped = False
        #: how far the job is, in percent: by the last arguments of :meth:`tell`
        self.percent = 0.0
        #: bytes that were written, and how many may be written
        self.written = 0
        self.max_bytes = math.inf

    def add(self, piece):
        """Append bytes to the file.

        :raises RemoteError: Interrupted: somebody has stopped this; AnswerTooLarge
        """
        self._check()
        self.written += len(piece)
        if self.written > self.max_bytes:
            raise AnswerTooLarge(str(self.max_bytes // 1024**2))
        if not self._file:
            # An earlier try may still write, until it learns that it has lost the task: not into this file.
            self._unfinished.unlink(missing_ok=True)
            self._file = self._unfinished.open("xb")
        self._file.write(piece)
        # Whoever looks at the folder sees how much is written.
        self._file.flush()

    def tell(self, done, total):
        """Say how far the job is.

        :param done: how much is done, a number in any unit
        :param total: how much it will be at the end, in the same unit; 0 if nobody knows
        :raises Interrupted: somebody has stopped this
        """
        self._check()
        share = Fraction(done) / Fraction(total) if total else 0
        self.percent = float(100 * min(max(share, 0), 1))

    def stop(self):
        """End the job when it writes or tells its progress the next time."""
        self.stopped = True

    def finish(self):
        """The job has succeeded: store the file on the disk under its own name.

        :raises Interrupted: somebody has stopped this, or a later try of the job writes the file
        """
        self._check()
        if not self._file:
            return
        os.fsync(self._file.fileno())
        if not self._is_own():
            raise Interrupted
        self._unfinished.replace(self._path)
        self._file.close()

    def discard(self):
        """The job has failed: delete the incomplete file, also one of an earlier try, but not that of a later try."""
        if self._path and (self._is_own() if self._file else not self.stopped):
            self._unfinished.unlink(missing_ok=True)
        if self._file:
            # Where the disk is full, closing fails as writing did.
            with contextlib.suppress(OSError):
                self._file.close()

    def _is_own(self):
        """Whether the incomplete file is still the one that this job began."""
        try:
            return os.path.samestat(os.fstat(self._file.fileno()), self._unfinished.stat())
        except FileNotFoundError:
            return False

    @property
    def _unfinished(self):
        return self._path.with_name(f"{self._path.name}.part")

    def _check(self):
        if self.stopped:
            raise Interrupted
