import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...remote.printable import printable, trimmed
from ...tools import address
from ..key.databases_key import BOUND

# ADDRESS says where a database is, TRUST which certificate is accepted there, CONNECTION also as which user the hub
# asks it.
ADDRESS = ("database_hosting", "database_url", "database_name")
TRUST = ("database_authority", "database_fingerprint")
CONNECTION = frozenset({*ADDRESS, *BOUND, *TRUST, "database_api_key"})

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
        "API login", copy=False, groups=_USER, help="The user of the client's database who made the API key."
    )

    # One server may have several databases at one address, with different names.
    _database_address_unique = models.UniqueIndex(
        "(database_url, COALESCE(database_name, ''))",
        "Another database has this address and this database name already. It may be archived.",
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

    def _database_with_connection(self, vals):
        """:return: a copy of ``vals`` for create() or write(), with the address written in the one way that makes
        duplicates recognizable, and without an empty API key"""
        vals = dict(vals)
        if not (vals.get("database_api_key") or "").strip():
            # The key is never shown, so an empty value does not mean that somebody wants to delete it.
            vals.pop("database_api_key", None)
        url = vals.get("database_url")
        if url and not address.flaw(url):
            hosting = vals.get("database_hosting") or self[:1].database_hosting
            # Odoo needs no path: somebody copied it from a browser.
            vals["database_url"] = address.normalized(url) if hosting == "other" else address.origin(url)
        for name in _TYPED & vals.keys():
            # What comes along when somebody copies a name.
            vals[name] = trimmed(vals[name] or "")
        self._database_check_typed(vals)
        return vals

    def _database_check_typed(self, vals):
        """A header of HTTP, or XML, can't carry everything, and PostgreSQL can't store everything.

        :raises ValidationError:
        """
        whose = vals.get("name") or self[:1].name or ""
        name, login = vals.get("database_name") or "", vals.get("database_api_login") or ""
        if printable(name, len(name)) != name or not _is_latin(name):
            raise ValidationError(
                self.env._(
                    "The database name of “%s” contains a character that can't be seen, a line break, or a letter that "
                    "can't be sent. Copy it from the database selector of that server.",
                    whose,
                )
            )
        if _CONTROL.search(login):
            raise ValidationError(
                self.env._("The API login of “%s” contains a line break or the like.", whose)
            )

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


def _is_latin(text):
    """Whether a header of HTTP can carry a text."""
    try:
        text.encode("latin-1")
    except UnicodeEncodeError:
        return False
    return True
