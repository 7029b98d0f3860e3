"""The users of one fake database, which find, create and change as those of an Odoo do."""

import re
from email.utils import parseaddr

CROWD = 1200
# Where the crowd begins, behind those of whom there are a few.
_FIRST_OF_CROWD = 1000
# Where the invited begin, so that nobody confuses them with those who were there.
FIRST_INVITED = 100_000
_ADMINISTRATORS = 4  # id of the group


def crowd():
    """Rows of users whose logins are hard to read."""
    return [{"id": _FIRST_OF_CROWD + n, "login": f"{n:05}{'@' * 190}", "name": "-"} for n in range(CROWD)]


class People:
    """:attr:`rows` has id -> row of ``res.users``, with all that a hub asks for."""

    def __init__(self, rows):
        self.rows = {row["id"]: _whole(row) for row in rows}

    def search_read(self, domain, fields, active_test):
        """:return: the rows that fit all conditions of a domain, or any of them where it has a ``|``"""
        conditions = [condition for condition in domain if condition != "|"]
        together = any if "|" in domain else all
        return [
            {name: row[name] for name in ("id", *fields)}
            for row in self.rows.values()
            if (row["active"] or not active_test)
            and together(_OPERATORS[operator](row[field], value) for field, operator, value in conditions)
        ]

    def write(self, ids, vals):
        for id_ in ids:
            self.rows[id_] |= vals
        return True

    def web_create_users(self, emails):
        """As in Odoo 19: whoever is archived and has such a login or address comes back."""
        for contact in emails:
            name, address = parseaddr(contact)
            archived = [row for row in self.rows.values() if not row["active"]]
            found = [row for row in archived if address in (row["login"], row["email"])]
            for row in found:
                row["active"] = True
            if not found:
                id_ = FIRST_INVITED + len(self.rows)
                self.rows[id_] = _whole({"id": id_, "login": address, "name": name or address})
        return True

    def invited(self):
        """:return: how many were invited and are still active"""
        return sum(row["active"] for id_, row in self.rows.items() if id_ >= FIRST_INVITED)

    def active(self):
        """:return: ids"""
        return [id_ for id_, row in self.rows.items() if row["active"]]


def _whole(row):
    groups = [_ADMINISTRATORS] if row["id"] == 1 else []
    defaults = {"email": row["login"], "login_date": False, "active": True, "share": False}
    return {**defaults, "all_group_ids": groups, "groups_id": groups, **row}


def _is(told, value):
    return told == value


def _in(told, values):
    return bool({*told} & {*values}) if isinstance(told, list) else told in values


def _ilike(told, pattern):
    r"""As PostgreSQL: ``%`` and ``_`` stand for anything, and ``\`` makes the next letter an ordinary one."""
    if re.fullmatch(r"(?s)(?:[^\\]|\\.)*\\", pattern):
        raise ValueError("LIKE pattern must not end with escape character")
    parts = re.findall(r"(?s)\\.|[^\\]", pattern)
    wildcards = {"%": ".*", "_": "."}
    letters = "".join(wildcards.get(part, re.escape(part[-1])) for part in parts)
    return bool(re.fullmatch(f"(?is){letters}", told or ""))


def _contains(told, pattern):
    return _ilike(told, f"%{pattern}%")


_OPERATORS = {"=": _is, "in": _in, "=ilike": _ilike, "ilike": _contains}
