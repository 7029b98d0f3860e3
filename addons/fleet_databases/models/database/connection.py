import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...remote.printable import printable, trimmed
from ...tools import address
from ..key.databases_key import BOUND

# ADDRESS says where a database is, CONNECTION also as which user the hub asks it, and which certificate it accepts.
ADDRESS = ("database_hosting", "database_url", "database_name")
CONNECTION = frozenset({*ADDRESS, *BOUND, "database_api_key"})

# What people type or copy, and what is sent as it is.
_TYPED = frozenset({"database_name", "database_api_login"})
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_USER = "fleet_databases.group_databases_user"


class ProjectProject(models.Model):
    """Where a database is, and as which user the hub asks it."""

    _inherit = "project.project"

    # An address belongs to one database, so the copy of a database is an ordinary project.
    database_hosting = fields.Selection(
        [("saas", "Odoo Online"), ("paas", "Odoo.sh"), ("premise", "On Premise"), ("other", "Outside Odoo")],
        "Hosting",
        copy=False,
        index="btree_not_null",
    )
    database_url = fields.Char("Address", copy=False, help="Such as https://erp.example.com")
    database_name = fields.Char(
        "Database name", copy=False, help="The name that the database selector of that server shows."
    )
    database_api_login = fields.Char(
        "API login",
        copy=False,
        groups=_USER,
        help="The user of the client's database who made the API key, or whose password it is before Odoo 14.",
    )

    # One server may have several databases at one address, with different names.
    _database_address_unique = models.UniqueIndex(
        "(database_url, COALESCE(database_name, ''))",
        "Another database has this address and this database name already. It may be archived, or one that you may not "
        "see.",
    )

    @api.constrains("database_hosting", "database_url")
    def _database_check_url(self):
        for project in self:
            if project.database_url:
                self._database_check_address(project.database_url, project.name)
            elif project.database_hosting:
                raise ValidationError(self.env._("Enter the address of the database “%s”.", project.name))

    @api.model
    def _database_check_address(self, url, name):
        """:raises ValidationError: the address can't be used; ``name`` says in the message whose address it is"""
        match address.flaw(url):
            case "scheme":
                message = self.env._("The address of “%s” has to start with https:// or http://", name)
            case "host":
                message = self.env._("The address of “%s” has no valid host, such as erp.example.com", name)
            case "credentials":
                message = self.env._(
                    "The address of “%s” contains a user name or a password. Take it out: "
                    "there are fields for the API login and the API key.",
                    name,
                )
            case _:
                return
        raise ValidationError(message)

    @api.onchange("database_hosting", "database_url")
    def _database_onchange_url(self):
        if self.database_hosting and _is_cut(self.database_hosting, self.database_url):
            self.database_url = address.origin(self.database_url)
            return {"warning": {"title": self.env._("Address"), "message": self._database_cut_sentence()}}
        return None

    def _database_cut_sentence(self):
        return self.env._(
            "What stood behind the address was cut, because the hub speaks to the whole server. Only a link outside "
            "Odoo keeps a path."
        )

    def _database_with_connection(self, vals):
        """:return: a copy of ``vals`` for create(), with the address written in the one way that makes duplicates
        recognizable, and without an empty API key"""
        vals = self._database_with_typed(vals)
        if "database_url" in vals:
            vals["database_url"] = _written(vals.get("database_hosting"), vals["database_url"])
        return vals

    def _database_with_typed(self, vals):
        """:return: a copy of ``vals`` for create() or write(), without an empty API key, and without what comes along
        when somebody copies a name"""
        vals = _without_empty_key(vals)
        for name in _TYPED & vals.keys():
            vals[name] = vals[name] and trimmed(str(vals[name]))
        self._database_check_typed(vals)
        return vals

    def _database_urls_entered(self, vals):
        """
        :param vals: of write()
        :return: project -> address, as it was entered now or before; empty where neither it nor the hosting changes
        """
        if vals.keys().isdisjoint({"database_hosting", "database_url"}):
            return {}
        return {project: vals.get("database_url", project.database_url) for project in self}

    def _database_each_with_connection(self, vals, entered):
        """What to write to each of these projects, as :meth:`_database_with_connection`. It depends on the hosting of
        each: only a link outside Odoo keeps its path.

        :param entered: as :meth:`_database_urls_entered` returns it
        :return: list of (projects, values for write())
        """
        vals = self._database_with_typed(vals)
        if not entered:
            return [(self, vals)]
        grouped = self.grouped(
            lambda project: _written(vals.get("database_hosting", project.database_hosting), entered[project])
        )
        return [
            (projects, vals | ({"database_url": url} if projects._database_writes_url(vals, url) else {}))
            for url, projects in grouped.items()
        ]

    def _database_writes_url(self, vals, url):
        """Whether an address has to be written: somebody has entered one, or another hosting changes it."""
        return "database_url" in vals or any(project.database_url != url for project in self)

    def _database_tell_cut(self, entered):
        """Note in the chatter of these databases that a path was cut.

        :param entered: project -> address
        """
        cut = self.filtered(
            lambda project: project in entered and _is_cut(project.database_hosting, entered[project])
        )
        if cut:
            cut._message_log_batch(dict.fromkeys(cut.ids, self._database_cut_sentence()))

    def _database_check_typed(self, vals):
        """A header of HTTP, or XML, can't carry everything, and PostgreSQL can't store everything.

        :raises ValidationError:
        """
        name, login = vals.get("database_name") or "", vals.get("database_api_login") or ""
        if printable(name, len(name)) != name or not _is_latin(name):
            raise ValidationError(
                self.env._(
                    "The database name of “%s” contains a character that can't be seen, a line break, or a letter that "
                    "can't be sent. Copy it from the database selector of that server.",
                    self._database_called(vals),
                )
            )
        if _CONTROL.search(login):
            raise ValidationError(
                self.env._(
                    "The API login of “%s” contains a line break or the like.", self._database_called(vals)
                )
            )

    def _database_called(self, vals):
        """The name of the database to which these values are written."""
        return vals.get("name") or self[:1].name or ""

    def _database_connection_changed(self, changed):
        """React to a change of the connection: forget what was learned over the old one. Extend this, and call
        ``super()`` first.

        It is called after the change is written, in the same transaction, for

        - databases that were created,
        - projects of which a field of CONNECTION was written, even with the same value: whoever writes it wants to
          know whether the connection works now,
        - projects that are not a database any more: :meth:`_database_ended` says which ones.

        It is not called when an API key is deleted.

        :param changed: project -> set of the names of those fields of CONNECTION that have a new value. An API key that
            was entered always counts as new. The set is empty for databases that were created
        """

    def _database_ended(self, changed):
        """:return: those of these projects that were databases before the change and are none now
        :param changed: as :meth:`_database_connection_changed` gets it
        """
        return self.filtered(
            lambda project: "database_hosting" in changed[project] and not project.database_hosting
        )

    def _database_connection(self):
        """:return: name of each field of CONNECTION -> text, without the API key, which nobody can read"""
        return {name: self[name] or "" for name in sorted(CONNECTION - {"database_api_key"})}

    def _database_differences(self, before, written):
        """:return: as :meth:`_database_connection_changed` takes it
        :param before: project -> what :meth:`_database_connection` gave before the change
        :param written: values of the fields that were written
        """
        new_key = {"database_api_key"} if written.get("database_api_key") else set()
        return {
            project: new_key | {name for name, value in now.items() if value != before[project][name]}
            for project, now in ((project, project._database_connection()) for project in self)
        }


def _without_empty_key(vals):
    """A copy. The key is never shown, so an empty value does not mean that somebody wants to delete it."""
    is_empty = not (vals.get("database_api_key") or "").strip()
    return {name: value for name, value in vals.items() if name != "database_api_key" or not is_empty}


def _written(hosting, url):
    """An address in the one way that makes duplicates recognizable. Odoo needs no path: somebody copied it from a
    browser."""
    if not url or address.flaw(url):
        return url
    return address.normalized(url) if hosting == "other" else address.origin(url)


def _is_cut(hosting, url):
    return bool(url) and hosting != "other" and not address.flaw(url) and address.has_path(url)


def _is_latin(text):
    """Whether a header of HTTP can carry a text."""
    try:
        text.encode("latin-1")
    except UnicodeEncodeError:
        return False
    return True
