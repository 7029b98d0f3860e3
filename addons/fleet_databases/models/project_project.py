from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

from ..remote.values import Query, Target
from ..tools import address
from ..tools.remote_users import FIELDS as REMOTE_USER_FIELDS
from .own_hand import FETCHED, is_by_mail, is_own_hand, says_what_a_database_is
from .settings import account, reach, settings

_USER, _ADMIN = "fleet_databases.group_databases_user", "fleet_databases.group_databases_admin"
_ADDRESS = {"database_hosting", "database_url", "database_name"}
_CONNECTION = _ADDRESS | {"database_api_login", "database_api_key"}


class ProjectProject(models.Model):
    """A project is a database when it has a hosting type."""

    _name = "project.project"
    _inherit = [
        # These two come first: what they say goes before what a project says.
        "databases.sharing.mixin",
        "databases.audience.mixin",
        "project.project",
        "databases.kpi.mixin",
        "databases.renewal.mixin",
        "databases.synchronization.mixin",
        "databases.discovery.mixin",
        "databases.connect.mixin",
    ]

    # An address belongs to one database, so the copy of a database is an ordinary project.
    database_hosting = fields.Selection(
        [("saas", "Odoo Online"), ("paas", "Odoo.sh"), ("premise", "On Premise"), ("other", "Outside Odoo")],
        "Hosting",
        copy=False,
        index="btree_not_null",
    )
    database_is_hidden = fields.Boolean(
        "Hidden database",
        compute="_compute_database_is_hidden",
        search="_search_database_is_hidden",
        compute_sudo=True,
        help="The person is neither an administrator of Databases, nor a user of Databases with a login there.",
    )
    database_url = fields.Char("Address", copy=False, help="Such as https://erp.example.com")
    database_name = fields.Char(
        "Database name", copy=False, help="The name that the database selector of that server shows."
    )
    database_api_login = fields.Char(
        "API login", copy=False, groups=_USER, help="The user of the client's database who made the API key."
    )
    database_user_ids = fields.One2many("databases.user", "project_id", "Database users", readonly=True)
    database_nb_users = fields.Integer("Users", compute="_compute_database_nb_users", store=True)

    _database_uuid_unique = models.UniqueIndex("(database_uuid) WHERE database_uuid IS NOT NULL")
    # One server may serve many databases under one address, told apart by their name.
    _database_address_unique = models.UniqueIndex(
        "(database_url, COALESCE(database_name, ''))",
        "Another database has this address and this database name already. It may be archived.",
    )

    @api.depends("database_hosting", "database_user_ids.address")
    @api.depends_context("uid")
    def _compute_database_is_hidden(self):
        hidden = self._hidden_from(self.env.user)
        for project in self:
            project.database_is_hidden = project._origin in hidden

    def _search_database_is_hidden(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._hidden_domain() if True in value else ~self._hidden_domain()

    def _hidden_from(self, user):
        """Those of these databases that ``user`` may not see."""
        return self._hidden_from_each(user)[user]

    def _hidden_from_each(self, users):
        """:return: user -> as :meth:`_hidden_from`"""
        found, hidden = {}, {}
        for user in users:
            projects_sudo = self.with_user(user).sudo()  # they are hidden from the user
            projects_sudo = projects_sudo.with_context(active_test=False)
            domain = projects_sudo._hidden_domain()
            if domain not in found:
                # It is the same for all who see none.
                found[domain] = projects_sudo.search(fields.Domain("id", "in", self.ids) & domain)
            hidden[user] = found[domain].with_env(self.env)
        return hidden

    @api.model
    def _hidden_domain(self):
        """The databases that the person may not see."""
        user, databases = self.env.user, fields.Domain("database_hosting", "!=", False)
        if user.has_group(_ADMIN):
            return fields.Domain.FALSE
        address = user.has_group(_USER) and user._addresses().get(user)
        if not address:
            return databases
        of_user = fields.Domain("address", "=", address)
        return databases & fields.Domain("database_user_ids", "not any", of_user)

    @api.depends("database_user_ids")
    def _compute_database_nb_users(self):
        counts = dict(
            self.env["databases.user"]._read_group(
                [("project_id", "in", self.ids)], ["project_id"], ["__count"]
            )
        )
        for project in self:
            project.database_nb_users = counts.get(project, 0)

    @api.constrains("database_hosting", "database_url")
    def _check_database_url(self):
        for project in self:
            if project.database_url:
                self._check_address(project.database_url, project.name)
            elif project.database_hosting:
                raise ValidationError(self.env._("Enter the address of the database “%s”.", project.name))

    @api.model
    def _check_address(self, url, name):
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
        if not self._is_databases_admin():
            defaults = [name for name in self.env.context if name.startswith("default_database_")]
            self = self.with_context(**dict.fromkeys(defaults))  # noqa: PLW0642
        projects = super().create(vals_list)
        projects.invalidate_recordset(["database_api_key"])
        if any(vals.get(name) for vals in vals_list for name in _CONNECTION):
            self._wake_up_synchronization()
        return projects

    def _prepare_create_values(self, vals_list):
        # What counts is what will be stored, whether somebody passed it or it is a default.
        completed = super()._prepare_create_values(vals_list)
        for vals in completed:
            self._check_may_change([name for name, value in vals.items() if value])
        return [self._with_connection(vals) for vals in completed]

    def write(self, vals):
        self._check_may_change(vals)
        if (FETCHED | {"active"}) & vals.keys():
            self._check_databases_are_ours()
        ends = (
            "database_hosting" in vals
            and not vals["database_hosting"]
            and any(self.mapped("database_hosting"))
        )
        if ends:
            # What is no database any more keeps nobody from having this address.
            vals = {**vals, **dict.fromkeys((*_CONNECTION, "database_uuid"), False)}
        written = super().write(self._with_connection(vals))
        self.invalidate_recordset(["database_api_key"])
        if ends:
            self._replace_keys(dict.fromkeys(self.ids))
            users_sudo = self.database_user_ids.sudo()  # the hub's own records, of what is a database no more
            users_sudo.unlink()
        if _CONNECTION & vals.keys():
            self._wake_up_synchronization()
        if FETCHED & vals.keys():
            self._forget_unwanted()
        return written

    def copy_data(self, default=None):
        # Also where the list of databases would make it one: it has no address.
        return [{"database_hosting": False, **vals} for vals in super().copy_data(default)]

    @api.ondelete(at_uninstall=False)
    def _check_databases_are_ours(self):
        """Archived or deleted, a database is no longer looked after; deleted, its key and its history are gone."""
        if any(project.database_hosting for project in self):
            self._check_is_databases_admin()

    def _check_may_change(self, names):
        """Whoever changes the address of a database decides who receives its key: not every project manager may. What
        to fetch is copied with every project."""
        if any(says_what_a_database_is(name) for name in names):
            self._check_is_databases_admin()

    @api.model
    def _check_is_databases_admin(self):
        """:raises AccessError:"""
        if not self._is_databases_admin():
            raise AccessError(self.env._("Only an administrator of Databases may change a database."))

    @api.model
    def _is_databases_admin(self):
        """Whether an administrator of Databases stands behind this, or the hub itself. Superuser mode says nothing: it
        creates projects for people, too."""
        if is_by_mail(self.env):
            return False
        return is_own_hand(self.env) or self.env.user.has_group(_ADMIN)

    def _with_connection(self, vals):
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

    @api.model
    def _pullable_domain(self):
        """Projects that are databases which can be asked."""
        return [("database_hosting", "not in", (False, "other")), ("active", "=", True)]

    def _targets(self):
        """How to reach these databases, as frozen values that threads can carry, in their order.

        One key of Odoo.com opens all Odoo Online databases of the account. It goes to those that the account has
        listed, as is on record, below its own address: at other addresses of Odoo.com, clients run code of their own.
        """
        own, timeout, allowed = account(self.env), settings(self.env).timeout, reach(self.env)
        keys_sudo = self.env["databases.key"].sudo()  # frozen into the targets, for the transport alone
        keys = keys_sudo._keys([*self.ids, False])
        listed = keys_sudo._listed(self.filtered("database_is_listed").ids)
        targets = []
        for project in self:
            url = address.origin(project.database_url)
            is_online = project.database_is_listed and address.is_below(url, own.url)
            of_account = keys.get(False, "") if is_online else ""
            if of_account and project.id not in listed:
                of_account = None
            targets.append(
                Target(
                    id=project.id,
                    url=url,
                    database=project.database_name or "",
                    login=project.database_api_login or (own.login if is_online else ""),
                    key=keys.get(project.id, of_account),
                    protocol=project.database_protocol or "",
                    timeout=timeout,
                    reach=allowed,
                )
            )
        return targets

    def _pull_queries(self):
        return [
            *super()._pull_queries(),
            Query(
                "users",
                "res.users",
                "search_read",
                {"domain": [["share", "=", False]], "fields": list(REMOTE_USER_FIELDS)},
            ),
        ]

    def _apply(self, readings):
        result = super()._apply(readings)
        self.env["databases.user"]._follow({id_: reading.users for id_, reading in readings.items()})
        return result
