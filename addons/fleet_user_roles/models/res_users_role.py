from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from odoo.addons.base.models.ir_model import MODULE_UNINSTALL_FLAG

from . import one_step
from .res_users_administrators import judged_by_rights_before
from .res_users_role_clash import GROUPS_STAY


class ResUsersRole(models.Model):
    """A role means the same for all who have it: what changes in it changes for them, at once."""

    _name = "res.users.role"
    _inherit = [
        "res.users.role",
        "res.users.role.preset.mixin",
        "res.users.role.file.mixin",
        "res.users.role.change.mixin",
    ]

    external_id = fields.Char(
        compute="_compute_external_id", help="Stays the same for good, also in other databases."
    )
    user_count = fields.Integer(compute="_compute_user_count")

    def _compute_external_id(self):
        names = self.get_external_id()
        for role in self:
            role.external_id = names.get(role.id)

    @api.depends("line_ids")
    def _compute_user_count(self):
        lines_sudo = self.env["res.users.role.line"].sudo()  # as many as there are, of whichever company
        counts = dict(lines_sudo._read_group([("role_id", "in", self.ids)], ["role_id"], ["__count"]))
        for role in self:
            role.user_count = counts.get(role, 0)

    @api.model
    def default_get(self, fields):
        # It would take over a group that is there, and take it along when the role is deleted.
        return super().default_get([name for name in fields if name != "group_id"])

    @api.model_create_multi
    @judged_by_rights_before
    def create(self, vals_list):
        if any("group_id" in vals for vals in vals_list):
            raise UserError(self.env._("A role has a group of its own, which can't be chosen."))
        roles = super().create([self._with_preset_author(vals) for vals in vals_list])
        roles._follow_preset(waits=self._by_installation("install_mode"))
        roles._check_administrators_only()
        roles._check_one_type()
        if not self.env.context.get("role_gets_external_id"):
            roles._ensure_external_ids()
        return roles

    @judged_by_rights_before
    def write(self, vals):
        if "group_id" in vals:
            raise UserError(self.env._("A role has a group of its own, which can't be chosen."))
        if vals.keys() - {"sequence"}:
            self._check_administrators_only()
        follows = "preset_groups" in vals
        done = super().write(self._with_preset_author(vals))
        if follows:
            self._follow_preset(waits=self._by_installation("install_mode"))
        self._check_administrators_only()
        if follows or self.env["res.groups"]._hierarchy_fields() & vals.keys():
            self._check_one_type()
        return done

    @api.private
    def update_users(self):
        return True if one_step.is_part(self.env) else super().update_users()

    @judged_by_rights_before
    def unlink(self):
        """The users lose what the role gave, and its group goes with it."""
        self._check_administrators_only()
        lines, reason = self._all_lines(), self.env._("The role was deleted.")
        if self._by_installation(MODULE_UNINSTALL_FLAG):
            reason = self.env._("The role went with its module.")
            if self._users_keep_groups():
                lines = lines.with_context(role_groups_stay=GROUPS_STAY)
                lines.user_id._forget_roles(self)
        lines.with_context(role_reason=reason).unlink()
        groups_sudo = self.group_id.sudo()  # who may delete the role may delete its group
        done = super().unlink()
        groups_sudo.exists().unlink()
        return done

    def copy_data(self, default=None):
        # Whoever has the role doesn't have its copy.
        return [{**vals, "user_ids": []} for vals in super().copy_data(default)]

    def _load_records_create(self, vals_list):
        roles = super(ResUsersRole, self.with_context(role_gets_external_id=True))._load_records_create(
            vals_list
        )
        if self._by_installation("install_mode"):
            for role, vals in zip(roles, vals_list, strict=True):
                role._remember_wording(vals)
        return roles.with_env(self.env)

    def _load_records_write(self, values):
        if self._by_installation("install_mode"):
            kept = self._keep_wording(values)
            self._remember_wording(values)
            values = kept
            self._ask_before(values.get("preset_groups", self.preset_groups))
        return super()._load_records_write(values)

    @api.model
    def _by_installation(self, key):
        """Tell whether it is Odoo itself that installs or uninstalls, as it says in the context under this key: whoever
        calls can say the same, but can't be the superuser."""
        return self.env.uid == SUPERUSER_ID and bool(self.env.context.get(key))

    @api.private
    @api.model
    def cron_update_users(self):
        """Let begin and end what begins and ends today, and announce what ends soon."""
        lines_sudo = self._all_lines_domain_sudo()
        lines_sudo.user_id.set_groups_from_roles()
        lines_sudo._announce_ends()

    @api.model
    def _of_modules(self, modules):
        """:return: the roles that go when modules of these names are uninstalled"""
        roles = self.search(Domain.TRUE)
        if "base_user_role" in modules:
            return roles
        names = roles._get_external_ids()
        return roles.filtered(
            lambda role: names[role.id] and all(name.split(".")[0] in modules for name in names[role.id])
        )

    @api.model
    def _users_keep_groups(self):
        """Tell whether users keep the groups of roles that go with their module."""
        parameters_sudo = self.env["ir.config_parameter"].sudo()  # a setting
        return parameters_sudo.get_param("fleet_user_roles.after_uninstall", "keep") == "keep"

    def _assign(self, users, date_from=None, date_to=None, reason=None):
        """Give these roles to users, all at once; where they have one, its dates and its reason change.

        :return: the lines
        """
        line = self.env["res.users.role.line"]
        values = {"date_from": date_from or False, "date_to": date_to or False, "reason": reason or False}
        existing = self._lines_of(users)
        existing.write(values)
        has = {(found.user_id.id, found.role_id.id) for found in existing}
        return existing | line.create(
            [
                {"role_id": role.id, "user_id": user.id, **values}
                for role in self
                for user in users
                if (user.id, role.id) not in has
            ]
        )

    def _withdraw(self, users, reason=None):
        """Take these roles from users, all at once."""
        self._lines_of(users).with_context(role_reason=reason).unlink()

    def _lines_of(self, users):
        lines = self.env["res.users.role.line"].with_context(active_test=False)
        found = lines.search([("role_id", "in", self.ids), ("user_id", "in", users.ids)], order="id")
        return found.with_env(self.env)

    def _all_lines(self):
        """The lines of these roles, those of archived users among them."""
        lines = self.env["res.users.role.line"].with_context(active_test=False)
        return lines.search([("role_id", "in", self.ids)], order="id").with_env(self.env)

    @api.model
    def _all_lines_domain_sudo(self):
        lines_sudo = self.env["res.users.role.line"].sudo()  # the scheduler looks after all users
        return lines_sudo.with_context(active_test=False).search(Domain.TRUE, order="id")

    def _groups_given(self):
        """:return: role -> frozenset of ids of the groups that it gives, its own among them"""
        definitions = self.env["res.groups"]._get_group_definitions()
        roles_sudo = self.sudo()  # what a role gives is the same for everybody
        return {
            role: frozenset([role.group_id.id, *definitions.get_superset_ids([role.group_id.id])])
            for role in roles_sudo
        }

    def _making_administrators(self):
        """:return: those roles that contain administrator rights"""
        making = self.env["res.users"]._making_groups()
        roles_sudo = self.sudo()  # what a role gives is the same for everybody
        return self.browse(role.id for role in roles_sudo if role.group_id.id in making)

    def _check_administrators_only(self):
        """Only administrators keep roles that contain administrator rights, also in superuser mode."""
        if self.env["res.users"]._acts_as_administrator():
            return
        if forbidden := self._making_administrators() | self._preset_making_administrators():
            raise AccessError(
                self.env._(
                    "Only an administrator may make, change or delete the role %(roles)s: it contains administrator "
                    "rights.",
                    roles=", ".join(forbidden.mapped("name")),
                )
            )

    def _check_one_type(self):
        """:raises ValidationError: somebody in one of these roles would be two kinds of user, or a visitor"""
        users = self.env["res.users"]
        for role, groups in self._groups_given().items():
            self._check_no_visitors(role.name, groups)
            if exclusive := users._exclusive(groups):
                raise ValidationError(
                    self.env._(
                        "The role “%(role)s” can’t make two kinds of user at once: %(types)s.",
                        role=role.name,
                        types=", ".join(users._group_names(exclusive)),
                    )
                )

    @api.model
    def _check_no_visitors(self, name, groups):
        """
        :param groups: ids of the groups that the role of this name gives
        :raises ValidationError: Odoo takes whoever has them for somebody who is not logged in
        """
        if self.env.ref("base.group_public").id in groups:
            raise ValidationError(
                self.env._(
                    "The role “%(role)s” can’t make public users of people: these stand for whoever is not logged in.",
                    role=name,
                )
            )

    def _lock(self):
        """Let nobody else change, at the same time, what these roles mean or who has them: of two transactions that
        do, the second begins anew, and sees what the first did."""
        self.env.cr.execute(
            "UPDATE res_users_role SET sequence = sequence WHERE id IN %s", (tuple(self.ids) or (0,),)
        )

    def _ensure_external_ids(self):
        """Every role has a name that stays the same when it is renamed, exported and imported elsewhere."""
        roles_sudo = self.sudo()  # Odoo names what it exports, and not everybody may export
        roles_sudo.export_data(["id"])

    def action_export(self):
        """Download these roles as a file that can be imported elsewhere."""
        return self.env["res.users.role.export"]._download(self)
