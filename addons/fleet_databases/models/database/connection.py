from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools import address
from ..key.databases_key import BOUND

# The fields that say where a database is, and with the last two as whom the hub asks it.
ADDRESS = ("database_hosting", "database_url", "database_name")
CONNECTION = frozenset({*ADDRESS, *BOUND, "database_api_key"})

_USER = "fleet_databases.group_databases_user"


class ProjectProject(models.Model):
    """Where a database is, and as whom the hub asks it."""

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

    # One server may serve many databases under one address, told apart by their name.
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
        """:raises ValidationError: the address of what is called ``name`` can't be used"""
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
            # What is never shown can't be cleared by hand, nor by an empty column of a file.
            vals.pop("database_api_key", None)
        url = vals.get("database_url")
        if url and not address.flaw(url):
            hosting = vals.get("database_hosting") or self[:1].database_hosting
            # Odoo needs no path: what stands there was copied from a browser.
            vals["database_url"] = address.normalized(url) if hosting == "other" else address.origin(url)
        return vals

    def _database_connection_changed(self, changed):
        """The connection of these databases was changed: forget what was found out over the old one, and do what
        follows. Extend it, and call ``super()`` first.

        It is called in the transaction of the change, after it is written, for

        - databases that were created,
        - projects of which a field of CONNECTION was written: also with the value that it had, because whoever writes
          it wants to know whether the connection works now,
        - projects that are no database any more; :meth:`_database_ended` tells which these are.

        It is not called when an API key is taken away: nothing else changes then.

        :param changed: project -> names of the fields of CONNECTION that have another value now, as a set. An API key
            that was entered is always another one. Empty for databases that were created: nothing was there before
        """

    def _database_ended(self, changed):
        """:return: those of these projects that were databases before and are none now
        :param changed: as :meth:`_database_connection_changed` gets it
        """
        return self.filtered(
            lambda project: "database_hosting" in changed[project] and not project.database_hosting
        )

    def _database_connection(self):
        """:return: name of each field of CONNECTION -> text, but for the API key, which nobody can read"""
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
