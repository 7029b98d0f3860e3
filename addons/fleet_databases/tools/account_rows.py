"""Reads the list of databases of an Odoo.com account."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from ..remote.errors import NotUnderstood
from ..remote.rpc.session import series
from ..remote.shape import rows, text
from . import address

_MAX_DATABASES = 20_000
_MAX_TEXT = 200
_UUID = re.compile(r"[0-9a-fA-F-]{32,36}")


@dataclass(frozen=True, slots=True)
class AccountRow:
    """One database of the account.

    :param name: the one that the account tells, or the first part of the host
    :param uuid: empty when it is not told
    :param url: normalized, see :mod:`.address`
    :param version: series such as ``19.0``; empty when it is not told
    """

    name: str
    url: str
    uuid: str = ""
    version: str = ""


def account_rows(answer):
    """Read the answer of ``odoo.database.list``. Unknown keys are ignored.

    Of two rows with the same UUID or address the first counts.

    :return: list of :class:`AccountRow`, and how many rows could not be read
    :raises NotUnderstood: it is not a list of rows at all
    """
    found, unread, known = [], 0, set()
    for row in rows(answer, _MAX_DATABASES):
        try:
            database = _account_row(row)
        except NotUnderstood:
            unread += 1
            continue
        if not known & {database.url, database.uuid}:
            found.append(database)
            known |= {database.url, database.uuid} - {""}
    return found, unread


def _account_row(row):
    url = text(row.get("url"), _MAX_TEXT)
    if "://" not in url:
        url = f"https://{url}"
    if address.flaw(url):
        raise NotUnderstood("an address was expected")
    uuid = row.get("uuid")
    return AccountRow(
        name=text(row.get("name") or urlsplit(url).hostname.partition(".")[0], _MAX_TEXT),
        url=address.origin(url),
        uuid=uuid if isinstance(uuid, str) and _UUID.fullmatch(uuid) else "",
        version=_version(row.get("version")),
    )


def _version(said):
    try:
        return "{}.{}".format(*series(said))
    except NotUnderstood:
        return ""
