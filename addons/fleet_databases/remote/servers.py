"""Whose turn it is in a round: hosts, and the servers behind them. Without threads: whoever calls holds a lock."""

from collections import deque


class Host:
    """The jobs at one address, as people enter it.

    :param target: of the first job
    """

    def __init__(self, target):
        self.target = target
        self.waiting = deque()
        #: the Server behind it, and all addresses that lead there
        self.server = None
        self.addresses = frozenset()
        #: how many of its jobs are being done
        self.asked = 0
        #: whether the server has told its version here
        self.has_answered = False
        #: why the others need not be asked
        self.failure = None
        #: (job, Result) of those that gave no answer and are asked once more
        self.asleep = []
        #: when it was asked first, on the monotonic clock
        self.asked_first = 0
        #: ids of the targets whose next try is the last
        self.woken = set()

    @property
    def turns(self):
        """How many of its jobs may be begun now, as far as it is up to this host: one, until it has answered."""
        return len(self.waiting) if self.has_answered else min(len(self.waiting), not self.asked)


class Server:
    """What is behind one or several hosts.

    :param at_once: how many jobs are done there at the same time; one, until a connection came about
    """

    def __init__(self, at_once):
        self._at_once = at_once
        self._hosts = deque()
        self._asked = 0
        # Turns that were given and not yet taken.
        self._given = 0
        self.is_reached = False
        #: Host.addresses -> why no host with these needs to be asked
        self.failures = {}

    def add(self, host):
        """Let a host take turns, if something of it waits."""
        if host.waiting:
            self._hosts.append(host)

    def turns(self):
        """Give turns: each has to be taken.

        :return: how many
        """
        room = (self._at_once if self.is_reached else 1) - self._asked - self._given
        possible = -self._given
        for host in self._hosts:
            if possible >= room:
                break
            possible += host.turns
        given = max(0, min(room, possible))
        self._given += given
        return given

    def take(self):
        """Take a turn. The hosts take turns, too.

        :return: the host and its job, or None: there is none any more
        """
        self._given -= 1
        for _host in range(len(self._hosts)):
            self._hosts.rotate(-1)
            host = self._hosts[-1]
            if host.turns:
                job = host.waiting.popleft()
                if not host.waiting:
                    self._hosts.pop()
                host.asked += 1
                self._asked += 1
                return host, job
        return None

    def end(self, host):
        """A job of the host is done."""
        host.asked -= 1
        self._asked -= 1

    def leave(self, host):
        """Give the host no more turns."""
        if host.waiting:
            self._hosts.remove(host)
