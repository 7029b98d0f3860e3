"""Hands a program a socket that listens already, as systemd does: listening.py DESCRIPTOR PROGRAM [arguments]."""

import os
import sys

# The first that systemd passes; Odoo takes it as the socket of its HTTP server.
FIRST = 3

descriptor = int(sys.argv[1])
if descriptor != FIRST:
    os.dup2(descriptor, FIRST)
    os.close(descriptor)
os.environ |= {"LISTEN_FDS": "1", "LISTEN_PID": str(os.getpid())}
os.execv(sys.argv[2], sys.argv[2:])
