"""The file that a long job writes, and how the job tells how far it is."""

import math
import os
from pathlib import Path

from .errors import AnswerTooLarge, Interrupted


class Sink:
    """A file that exists only when it is complete, and the progress of the job that writes it. One thread writes;
    another one reads the progress, and may stop the first.

    :param path: where the file is stored; its folder exists. Until the file is complete, it has a name that ends with
        .part. An earlier file with that name is replaced
    """

    def __init__(self, path=None):
        self._path = path and Path(path)
        self._file = None
        #: whether somebody has stopped the job
        self.stopped = False
        #: how far the job is: the last arguments of :meth:`tell`
        self.done = 0
        self.total = 0
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

        :param done: how much is done, in any unit
        :param total: how much it will be at the end, in the same unit; 0 if nobody knows
        :raises Interrupted: somebody has stopped this
        """
        self._check()
        self.done, self.total = done, total

    def stop(self):
        """End the job when it writes or tells its progress the next time."""
        self.stopped = True

    def finish(self):
        """The job has succeeded: store the file on the disk under its own name.

        :raises Interrupted: a later try of the job writes the file
        """
        if self._file:
            self._file.flush()
            os.fsync(self._file.fileno())
            if not self._closed_as_own():
                raise Interrupted
            self._unfinished.replace(self._path)

    def discard(self):
        """The job has failed: delete the incomplete file, also one of an earlier try, but not that of a later try."""
        if self._path and (not self._file or self._closed_as_own()):
            self._unfinished.unlink(missing_ok=True)

    def _closed_as_own(self):
        """Close the file.

        :return: whether the incomplete file is the one that was written here
        """
        if self._file.closed:
            return False
        with self._file:
            try:
                return os.path.samestat(self._unfinished.stat(), os.fstat(self._file.fileno()))
            except FileNotFoundError:
                return False

    @property
    def _unfinished(self):
        return self._path.with_name(f"{self._path.name}.part")

    def _check(self):
        if self.stopped:
            raise Interrupted
