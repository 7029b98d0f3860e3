"""A fleet of fake databases in a process of its own, over real sockets: as many as asked for, as slow as asked for.

    python -m farm.fleet '{"hosts": 100, "databases": 10, "latency": 0.3}'

prints the ports, one JSON list on one line, and serves until its standard input is closed. See Fleet for the options.
"""

import asyncio
import contextlib
import json
import subprocess
import sys
import urllib.request
import xmlrpc.client
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path

from .people import People, crowd

JOURNALS = ("sale", "purchase", "bank", "cash", "general")
TAX_RETURN = {"id": "account_return_type.7", "type": "return_status", "name": "VAT", "value": "late"}
USERS = 8
KEY = "fleet-key"


@dataclass(frozen=True)
class Fleet:
    """What is served.

    :param hosts: number of servers, each on a port of its own on 127.0.0.1
    :param databases: number of databases on each of them
    :param latency: seconds before each answer
    :param old: how many of the hosts speak XML-RPC only
    :param silent: how many never answer
    :param dripping: how many answer a byte at a time, for ever
    :param refusing: how many refuse the key
    :param crowded: how many have a crowd of users more, with logins that are hard to read
    :param tax_returns: whether each database has TAX_RETURN
    :param accounts: rows of res.users that each database has besides
    """

    hosts: int
    databases: int = 1
    latency: float = 0.0
    old: int = 0
    silent: int = 0
    dripping: int = 0
    refusing: int = 0
    crowded: int = 0
    tax_returns: bool = False
    accounts: tuple = ()

    def kind(self, host):
        """How host number ``host`` behaves; the special ones come last."""
        for kind in ("silent", "dripping", "refusing", "crowded", "old"):
            count = getattr(self, kind)
            if host >= self.hosts - count:
                return kind
            host += count
        return "json2"


def database_name(host, number):
    return f"db{host}x{number}"


def kpis(database):
    """journal type -> number, told by a fake database."""
    return {journal: (sum(database.encode()) * (index + 3)) % 90 for index, journal in enumerate(JOURNALS)}


def users(database):
    """Rows of res.users of a fake database; the first is behind the key."""
    return [{"id": 1, "login": "hub", "name": "Hub", "email": False, "login_date": False}] + [
        {
            "id": number,
            "login": f"user{number}@{database}.test",
            "name": f"User {number}",
            "email": f"user{number}@{database}.test",
            "login_date": False,
        }
        for number in range(2, USERS + 1)
    ]


def summary(database):
    return [
        {"id": f"account_journal_type.{journal}", "name": journal, "type": "integer", "value": value}
        for journal, value in kpis(database).items()
    ]


@contextlib.contextmanager
def running(fleet):
    """Serve a fleet in a process of its own while the block runs.

    :return: :class:`Farm`
    """
    command = [sys.executable, "-m", "farm.fleet", json.dumps(asdict(fleet))]
    process = subprocess.Popen(
        command, cwd=Path(__file__).parents[1], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        yield Farm(fleet, json.loads(process.stdout.readline()))
    finally:
        process.stdin.close()
        process.wait(10)
        process.stdout.close()


class Farm:
    """A fleet that is being served."""

    def __init__(self, fleet, ports):
        self.fleet = fleet
        self.ports = ports

    def databases(self):
        """(address, name) of each database, one of each host first, then the second of each."""
        return [
            (f"http://127.0.0.1:{port}", database_name(host, number))
            for number in range(self.fleet.databases)
            for host, port in enumerate(self.ports)
        ]

    def asked(self):
        """database -> how often its users were asked for: once for each pull."""
        return self._counted("asked")

    def invited(self):
        """database -> how many users were invited to it and are still there."""
        return self._counted("invited")

    def active(self):
        """database -> ids of its active users, of those that were asked for them"""
        return {database: set(ids) for database, ids in self._counted("active").items()}

    def busiest(self):
        """port -> how many calls it was answering at the same time, at most."""
        return {int(port): most for port, most in self._counted("busiest").items()}

    def _counted(self, name):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.ports[0]}/counted/{name}") as answer:
            return json.load(answer)


class Server(asyncio.Protocol):
    """One connection to one host of the fleet."""

    counted = {"asked": Counter(), "busiest": Counter()}
    answering = Counter()  # port -> calls
    people = {}  # database -> People

    def __init__(self, fleet, host):
        self.fleet = fleet
        self.kind = fleet.kind(host)
        self.received = b""

    def connection_made(self, transport):
        self.transport = transport
        self.port = transport.get_extra_info("sockname")[1]

    def data_received(self, chunk):
        self.received += chunk
        while b"\r\n\r\n" in self.received:
            head, _blank, rest = self.received.partition(b"\r\n\r\n")
            lines = head.decode().split("\r\n")
            headers = {
                name.lower(): value.strip()
                for name, _colon, value in (line.partition(":") for line in lines[1:])
            }
            length = int(headers.get("content-length", 0))
            if len(rest) < length:
                return
            body, self.received = rest[:length], rest[length:]
            self.answer(lines[0].split(" ")[1], headers, body)

    def counts(self, name):
        if name == "invited":
            return {name: people.invited() for name, people in self.people.items() if people.invited()}
        if name == "active":
            return {name: people.active() for name, people in self.people.items()}
        return self.counted[name]

    def answer(self, path, headers, body):
        if path.startswith("/counted/"):
            counts = self.counts(path.removeprefix("/counted/"))
            self.send(200, "application/json", json.dumps(counts).encode())
        elif self.kind == "dripping":
            self.transport.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n")
            self.drip()
        elif self.kind != "silent":
            self.answering[self.port] += 1
            self.counted["busiest"][self.port] = max(
                self.counted["busiest"][self.port], self.answering[self.port]
            )
            content = self.content(path, headers, body)
            asyncio.get_running_loop().call_later(self.fleet.latency, self.send_late, content)

    def send_late(self, content):
        self.answering[self.port] -= 1
        self.send(*content)

    def drip(self):
        if not self.transport.is_closing():
            self.transport.write(b" ")
            asyncio.get_running_loop().call_later(0.5, self.drip)

    def content(self, path, headers, body):
        """(status, type, body) of the answer."""
        if path.startswith("/xmlrpc/2/"):
            return 200, "text/xml", self.xml(body)
        if self.kind == "old":
            return 404, "text/html", b"<h1>Not Found</h1>"
        if path == "/web/version":
            return 200, "application/json", b'{"version_info": [19, 0, 0, "final", 0, ""], "version": "19.0"}'
        if headers["authorization"] != f"bearer {KEY}" or self.kind == "refusing":
            return (
                401,
                "application/json",
                b'{"name": "werkzeug.exceptions.Unauthorized", "message": "Invalid apikey"}',
            )
        *_root, model, method = path.split("/")
        answer = self.called(headers["x-odoo-database"], model, method, json.loads(body))
        return 200, "application/json", json.dumps(answer).encode()

    def xml(self, body):
        args, method = xmlrpc.client.loads(body)
        if method == "version":
            answer = {"server_version": "17.0"}
        elif method == "authenticate":
            answer = 2
        else:
            positional = dict(zip(("ids", "vals"), args[5], strict=False))
            answer = self.called(args[0], args[3], args[4], positional | args[6])
        return xmlrpc.client.dumps((answer,), methodresponse=True).encode()

    def called(self, database, model, method, params):
        if model == "kpi.provider":
            return summary(database) + [TAX_RETURN] * self.fleet.tax_returns
        if model == "ir.model.data":
            return [{"id": 1, "res_id": 4}]
        if method == "context_get":
            return {"uid": 1}
        if model == "res.users.apikeys":
            return [{"id": 1, "name": "hub", "scope": "rpc", "expiration_date": False}]
        return self.of_users(database, method, params) if model == "res.users" else True

    def of_users(self, database, method, params):
        if database not in self.people:
            others = crowd() if self.kind == "crowded" else []
            self.people[database] = People([*users(database), *others, *self.fleet.accounts])
        people = self.people[database]
        if method == "web_create_users":
            return people.web_create_users(params["emails"])
        if method == "write":
            return people.write(params["ids"], params["vals"])
        if method != "search_read":
            return True
        if params["domain"] == [["share", "=", False]]:
            self.counted["asked"][database] += 1
        active_test = params.get("context", {}).get("active_test", True)
        return people.search_read(params["domain"], params["fields"], active_test)

    def send(self, status, content_type, body):
        if not self.transport.is_closing():
            head = (
                f"HTTP/1.1 {status} -\r\nContent-Type: {content_type}\r\nContent-Length: {len(body)}\r\n\r\n"
            )
            self.transport.write(head.encode() + body)


async def main(options):
    fleet = Fleet(**json.loads(options))
    loop = asyncio.get_running_loop()
    servers = [
        await loop.create_server(lambda host=host: Server(fleet, host), "127.0.0.1", 0, backlog=512)
        for host in range(fleet.hosts)
    ]
    print(json.dumps([server.sockets[0].getsockname()[1] for server in servers]), flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
