"""The process that those of :mod:`farm.process` are forked off: Odoo and the registry of a hub are loaded in it.

    python -m farm.forking SOCKET

``setup/test`` and ``setup/bench`` start it. Starting Odoo takes seconds, forking it some hundredths of one.
"""

import os
import signal
import sys
from multiprocessing.connection import Listener
from multiprocessing.reduction import recv_handle


def main(path):
    """Load, then fork a process for every connection, for ever; who connects too early waits."""
    with Listener(path) as listener:
        from . import worker  # takes its time

        worker.load()
        # The kernel forgets those that wait for the processes.
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)
        while True:
            connection = listener.accept()
            if not os.fork():
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                listener.close()
                watch(connection, worker.run)
                os._exit(0)
            connection.close()


def watch(connection, run):
    """Fork the process that is asked for, tell its id, and at its end how it ended, as subprocess.Popen does."""
    request = connection.recv()
    if not request:
        connection.send("ready")
        return
    output = recv_handle(connection)
    process = os.fork()
    if not process:
        connection.close()
        run(output, *request)
        sys.exit()
    os.close(output)
    try:
        connection.send(process)
        _process, status = os.waitpid(process, 0)
        connection.send(os.waitstatus_to_exitcode(status))
    except BrokenPipeError:
        pass  # who asked is gone


if __name__ == "__main__":
    main(sys.argv[1])
