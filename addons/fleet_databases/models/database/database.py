from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

from ...tools import address
from ..own_hand import FETCHED, is_by_mail, is_own_hand, says_what_a_database_is

_USER, _ADMIN = "fleet_databases.group_databases_user", "fleet_databases.group_databases_admin"
_ADDRESS = {"database_hosting", "database_url", "database_name"}
_CONNECTION = _ADDRESS | {"database_api_login", "database_api_key"}


class ProjectProject(models.Model):
    """A project is a database when it has a hosting type."""

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

    _database_uuid_unique = models.UniqueIndex("(database_uuid) WHERE database_uuid IS NOT NULL")
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

    @api.model
    def get_import_templates(self):
        templates = super().get_import_templates()
        if not self.env.context.get("default_database_hosting"):
            return templates
        template = {
            "label": self.env._("Import Template for Databases"),
            "template": "/fleet_databases/static/import/databases.csv",
        }
        return [template, *templates]

    @api.model_create_multi
    def create(self, vals_list):
        if not self._database_is_admin():
            defaults = [name for name in self.env.context if name.startswith("default_database_")]
            self = self.with_context(**dict.fromkeys(defaults))  # noqa: PLW0642
        projects = super().create(vals_list)
        projects.invalidate_recordset(["database_api_key"])
        if any(vals.get(name) for vals in vals_list for name in _CONNECTION):
            self._database_wake_up_synchronization()
        return projects

    def _prepare_create_values(self, vals_list):
        # What counts is what will be stored, whether somebody passed it or it is a default.
        completed = super()._prepare_create_values(vals_list)
        for vals in completed:
            self._database_check_may_change([name for name, value in vals.items() if value])
        return [self._database_with_connection(vals) for vals in completed]

    def write(self, vals):
        self._database_check_may_change(vals)
        if (FETCHED | {"active"}) & vals.keys():
            self._database_check_may_end()
        ends = (
            "database_hosting" in vals
            and not vals["database_hosting"]
            and any(self.mapped("database_hosting"))
        )
        if ends:
            # What is no database any more keeps nobody from having this address.
            vals = {**vals, **dict.fromkeys((*_CONNECTION, "database_uuid"), False)}
        written = super().write(self._database_with_connection(vals))
        self.invalidate_recordset(["database_api_key"])
        if ends:
            self._database_replace_keys(dict.fromkeys(self.ids))
            users_sudo = self.database_user_ids.sudo()  # the hub's own records, of what is a database no more
            users_sudo.unlink()
        if _CONNECTION & vals.keys():
            self._database_wake_up_synchronization()
        if FETCHED & vals.keys():
            self._database_forget_unwanted()
        return written

    def copy_data(self, default=None):
        # Also where the list of databases would make it one: it has no address.
        return [{"database_hosting": False, **vals} for vals in super().copy_data(default)]

    @api.ondelete(at_uninstall=False)
    def _database_check_may_end(self):
        """Archived or deleted, a database is no longer looked after; deleted, its key and its history are gone."""
        if any(project.database_hosting for project in self):
            self._database_check_is_admin()

    def _database_check_may_change(self, names):
        """Whoever changes the address of a database decides who receives its key: not every project manager may. What
        to fetch is copied with every project."""
        if any(says_what_a_database_is(name) for name in names):
            self._database_check_is_admin()

    @api.model
    def _database_check_is_admin(self):
        """:raises AccessError:"""
        if not self._database_is_admin():
            raise AccessError(self.env._("Only an administrator of Databases may change a database."))

    @api.model
    def _database_is_admin(self):
        """Whether an administrator of Databases stands behind this, or the hub itself. Superuser mode says nothing: it
        creates projects for people, too."""
        if is_by_mail(self.env):
            return False
        return is_own_hand(self.env) or self.env.user.has_group(_ADMIN)

    def _database_with_connection(self, vals):
        """A copy of ``vals``, with the address written in the one way that makes duplicates recognizable. Whoever
        changes the connection wants to know whether it works now."""
        vals = dict(vals)
        if not (vals.get("database_api_key") or "").strip():
            # What is never shown can't be cleared by hand, nor by an empty column of a file.
            vals.pop("database_api_key", None)
        url = vals.get("database_url")
        if url and not address.flaw(url):
            hosting = vals.get("database_hosting") or self[:1].database_hosting
            # Odoo needs no path: what stands there was copied from a browser.
            vals["database_url"] = address.normalized(url) if hosting == "other" else address.origin(url)
        if any(project[name] != vals[name] for name in _ADDRESS & vals.keys() for project in self):
            # It is not what the Odoo.com account has listed.
            vals.setdefault("database_is_listed", False)
        if _CONNECTION & {name for name, value in vals.items() if self or value}:
            # What is being asked over the old connection is no longer of interest.
            vals |= {
                "database_next_synchro": fields.Datetime.now(),
                "database_claimed_until": False,
                "database_claim": False,
                "database_api_key_end": False,
                "database_api_key_asked": False,
                "database_api_key_reminded": False,
            }
        return vals
