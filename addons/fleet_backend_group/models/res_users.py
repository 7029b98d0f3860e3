from odoo import api, fields, models
from odoo.fields import Command, Domain

from .res_groups import BACKEND_GROUPS

# Kind of user, which Odoo calls role -> group that it stands for, and the user type that comes with that group.
ROLES = {
    "group_system": ("base.group_system", "base.group_user"),
    "group_user": ("base.group_user", "base.group_user"),
    "group_backend_ui": ("fleet_backend_group.group_backend_ui", "fleet_backend_group.group_backend_ui"),
    "group_backend": ("fleet_backend_group.group_backend", "fleet_backend_group.group_backend"),
    "group_portal": ("base.group_portal", "base.group_portal"),
}
OUR_ROLES = ("group_backend_ui", "group_backend", "group_portal")


class ResUsers(models.Model):
    _inherit = "res.users"

    role = fields.Selection(
        string="Kind of user",
        selection_add=[
            ("group_backend_ui", "Backend UI user"),
            ("group_backend", "Backend user"),
            ("group_portal", "Portal"),
        ],
    )

    @api.depends("all_group_ids")
    def _compute_share(self):
        result = super()._compute_share()
        backend = self.env["res.groups"]._get_backend_groups()
        # Not has_group(): its cache is cleared only after this was computed.
        self.filtered_domain([("all_group_ids", "in", backend.ids)]).share = False
        return result

    @api.depends("group_ids")
    def _compute_role(self):
        result = super()._compute_role()
        id_of = self.env["ir.model.data"]._xmlid_to_res_id
        groups = {role: id_of(ROLES[role][0]) for role in OUR_ROLES}
        for user in self.filtered(lambda user: not user.role):
            has = user.all_group_ids._origin._ids
            user.role = next((role for role, group in groups.items() if group in has), False)
        return result

    @api.onchange("role")
    def _onchange_role(self):
        """Choosing another kind of user takes away the groups that need the former one, and says so.

        Odoo's own method only knows its two kinds, and would turn ours into "User".
        """
        if not self.role:
            return None
        chosen, type_ = map(self.env.ref, ROLES[self.role])
        roles = self.env["res.groups"].union(*(self.env.ref(group) for group, _type in ROLES.values()))
        other_types = self.env["res.groups"]._get_user_type_groups() - type_
        groups = self.group_ids._origin - roles
        lost = groups.filtered(lambda group: group.all_implied_ids & other_types)
        self.group_ids = [Command.set((groups - lost + chosen).ids)]
        return {"warning": self._lost_groups_warning(lost)} if lost else None

    def _lost_groups_warning(self, lost):
        return {
            "title": self.env._("Groups that do not go with this kind of user"),
            "message": self.env._(
                "These groups need another kind of user and are taken away: %(groups)s. Discard the changes to "
                "keep them.",
                groups=", ".join(lost.mapped("display_name")),
            ),
        }

    @api.model
    def get_view(self, view_id=None, view_type="form", **options):
        """Backend users open a colleague in a form of their own: Odoo's read groups, and what modules add to them."""
        if view_type == "form" and not view_id and self.env.user._is_backend():
            view_id = self.env.ref("fleet_backend_group.view_users_colleague").id
        return super().get_view(view_id, view_type, **options)

    def _on_webclient_bootstrap(self):
        """Who may not even read menus is told so by the login page, in the place of a web client that stays white.

        :raises AccessError: which the web client's controller waits for
        """
        if self._is_backend():
            self.with_user(self).env["ir.ui.menu"].check_access("read")
        return super()._on_webclient_bootstrap()

    def _is_internal(self):
        """Where Odoo asks for a user of the backend, not for an employee, ours are meant, too.

        has_group("base.group_user") stays false for them: it also guards the author of messages, fields and the
        groups of other users.
        """
        return super()._is_internal() or self._is_backend()

    def _is_backend(self):
        """:return: whether this one user is of one of the two types of this addon"""
        self.ensure_one()
        user_sudo = self.sudo()  # whoever may ask for somebody's type need not read their groups
        return any(user_sudo._has_group(xmlid) for xmlid in BACKEND_GROUPS)

    @api.model
    def _backend_users_sudo(self):
        """:return: the users of the two types, of all companies, archived ones, too"""
        users_sudo = self.sudo()  # what becomes of the types concerns all of them
        groups = self.env["res.groups"]._get_backend_groups()
        return users_sudo.with_context(active_test=False).search([("all_group_ids", "in", groups.ids)])

    @api.model
    def _backend_role_lines_sudo(self):
        """:return: which backend user has which role, and who becomes a backend user by a role that is yet to begin;
        None where there are no roles
        """
        if "res.users.role.line" not in self.env:  # of base_user_role, which this addon doesn't need
            return None
        lines_sudo = self.env["res.users.role.line"].sudo()  # as above
        groups = self.env["res.groups"]._get_backend_groups()
        making = [("role_id.group_id.all_implied_ids", "in", groups.ids)]
        having = [("user_id", "in", self._backend_users_sudo().ids)]
        return lines_sudo.with_context(active_test=False).search(Domain.OR([making, having]))
