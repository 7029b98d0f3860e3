from collections import defaultdict

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Command

from odoo.addons.base.models.res_users import check_identity

from ..tools.relations import fields_of


class ResUsers(models.Model):
    """Users have the groups that their roles give. All that changes roles ends in :meth:`set_groups_from_roles`."""

    _name = "res.users"
    _inherit = [
        "res.users",
        "res.users.role.preview.mixin",
        "res.users.role.clash.mixin",
        "res.users.administrators.mixin",
    ]

    # Odoo calls it the role. fleet_backend_group says the same, as each of the two is also installed alone.
    role = fields.Selection(string="Kind of user")
    role_groups = fields.Json(
        "Groups given by roles",
        copy=False,
        groups="base.group_erp_manager",
        help="Ids of the groups that the roles gave when they were last applied; empty without roles.",
    )
    role_drift = fields.Boolean(
        "Differs from roles",
        compute="_compute_role_drift",
        store=True,
        groups="base.group_erp_manager",
        help="The groups of this user are not those that the roles give.",
    )
    role_drift_message = fields.Char(compute="_compute_role_drift_message", groups="base.group_erp_manager")
    api_keys_blocked = fields.Boolean(
        "Shared account",
        groups="base.group_erp_manager",
        help="Several people use this account. Nobody can make API keys for it.",
    )
    api_key_count = fields.Integer(compute="_compute_api_key_count", groups="base.group_erp_manager")

    @api.depends("group_ids", "role_groups")
    def _compute_role_drift(self):
        own = set(self._get_self_writable_groups().ids)
        for user in self:
            given = user.role_groups or []
            user.role_drift = bool(given) and bool((set(user.group_ids.ids) ^ set(given)) - own)

    @api.depends("role_drift", "group_ids")
    def _compute_role_drift_message(self):
        drifting = self.filtered("role_drift") if self._drift_policy() != "allow" else self.browse()
        (self - drifting).role_drift_message = False
        for user in drifting:
            has, given = set(user.group_ids.ids), set(user.role_groups)
            own = set(self._get_self_writable_groups().ids)
            message = []
            if more := self._group_names(has - given - own):
                message.append(self.env._("Besides their roles: %(groups)s.", groups=", ".join(more)))
            if less := self._group_names(given - has - own):
                message.append(self.env._("Missing: %(groups)s.", groups=", ".join(less)))
            user.role_drift_message = " ".join(message)

    def _compute_api_key_count(self):
        keys_sudo = self.env["res.users.apikeys"].sudo()  # how many there are, not which
        domain = [*keys_sudo._valid_domain(), ("user_id", "in", self.ids)]
        counts = dict(keys_sudo._read_group(domain, ["user_id"], ["__count"]))
        for user in self:
            user.api_key_count = counts.get(user, 0)

    @api.model_create_multi
    def create(self, vals_list):
        """Roles are given to users who are there already; the default roles to new employees, not to portal users."""
        lines, defaults = [], []
        for index, vals in enumerate(vals_list):
            defaults += [] if "role_line_ids" in vals else [index]
            commands = vals.get("role_line_ids") or []
            lines += [(index, command[2]) for command in commands if command[0] == Command.CREATE]
        rest = [
            {**vals, "role_line_ids": [c for c in vals.get("role_line_ids") or [] if c[0] != Command.CREATE]}
            for vals in vals_list
        ]
        with self._guarding_administrators():
            users = super().create(rest)
        self.env["res.users.role.line"].create(
            [{**values, "user_id": users[index].id} for index, values in lines]
        )
        self.browse(users[index].id for index in defaults)._give_default_roles()
        return users

    def write(self, vals):
        if not {"active", *fields_of(self, "res_groups_users_rel")} & vals.keys():
            return super().write(vals)
        with self._guarding_administrators():
            return super().write(vals)

    def unlink(self):
        lines_sudo = self._role_lines_sudo()
        reason = self.env._("The user was deleted.")
        lines_sudo.with_context(role_reason=reason).unlink()
        with self._guarding_administrators():
            return super().unlink()

    def _give_default_roles(self):
        employees = self.filtered(lambda user: user.has_group("base.group_user"))
        roles_sudo = self.env["res.users.role"].sudo()  # they come with every new employee
        roles_sudo = roles_sudo.search([("is_default", "=", True)])
        if not self._acts_as_administrator():
            roles_sudo -= roles_sudo._making_administrators()
        if employees and roles_sudo:
            roles_sudo._assign(employees, reason=self.env._("Default role of new users"))

    def _check_is_person(self):
        """:raises ValidationError: Odoo acts as one of these, by itself or without a login, or makes others like it"""
        users_sudo = self.sudo()  # for a check
        template = users_sudo.env["ir.config_parameter"].get_param("base.template_portal_user_id")
        for user in users_sudo:
            if user.id == SUPERUSER_ID or user._is_public() or str(user.id) == template:
                raise ValidationError(
                    self.env._(
                        "%(user)s (%(login)s) can't have roles: Odoo itself uses this user.",
                        user=user.name,
                        login=user.login,
                    )
                )

    @api.constrains("group_ids")
    def _check_at_least_one_administrator(self):
        """Odoo counts only who is in the group itself: with an administrator by another group, the last of these could
        not lose a role."""
        if any(self._administrators().values()):
            return None
        return super()._check_at_least_one_administrator()

    def action_show_role_log(self):
        """Show what happened to the roles of this user."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("fleet_user_roles.res_users_role_log_action")
        return {**action, "domain": [("user_id", "=", self.id)]}

    @check_identity
    def action_revoke_api_keys(self):
        """Revoke all valid API keys of these users."""
        keys_sudo = self.env["res.users.apikeys"].sudo()  # Odoo checks below who may remove them
        keys = keys_sudo.search([*keys_sudo._valid_domain(), ("user_id", "in", self.ids)]).sudo(False)
        keys._remove()
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    @api.private
    def set_groups_from_roles(self, force=False):
        """Give these users the groups of their roles: one write for each distinct outcome, none where nothing changes.

        What was given besides the roles stays, unless the policy is to revert. Users whose last role ended keep
        their user type, and nothing else. Users whom no role ever reached stay as they are, and so does whoever can't
        be brought in step: that stops neither the others nor what led here, and is told.

        :param force: the dependency's; what it asks for is always done
        """
        # Users who change their own preferences are kept in step, too. What led here may be deleted by now, and would
        # not fetch them together any more.
        if self._groups_stay():
            return True
        users_sudo = self.sudo().with_prefetch()  # as said above
        users_sudo._set_role_groups(users_sudo._wanted_from_roles(), isolated=True)
        return True

    def _match_roles(self):
        """Take away from these users what they have besides their roles, and give what is missing."""
        users_sudo = self.sudo()  # who may change roles may do that
        users_sudo._set_role_groups(users_sudo._wanted_from_roles(), exact=True)

    def _roles_changed(self):
        """Roles of these users came, went or changed: set their groups. In superuser mode."""
        if self._groups_stay():
            return
        users = self.with_prefetch()
        users._set_role_groups(users._wanted_from_roles())
        users._after_roles()

    def _after_roles(self):
        """For addons to override: the roles of these users, or their groups because of roles, have just changed.

        Called in superuser mode, with all users of one change together; perhaps more than once for one change.
        """

    def _role_lines_sudo(self):
        lines_sudo = self.env["res.users.role.line"].sudo()  # users don't read their own
        return lines_sudo.with_context(active_test=False).search([("user_id", "in", self.ids)], order="id")

    def _enabled_roles(self):
        """:return: user -> the roles that count today, of those users who have any, also if none counts"""
        users_sudo = self.sudo().with_context(active_test=False).with_prefetch()  # users don't read their own
        # Other addons decide by this method of the dependency which of them count.
        return {user: user._get_enabled_roles().role_id for user in users_sudo if user.role_line_ids}

    def _wanted_from_roles(self):
        """Users without roles, now and before, are left out.

        :return: user -> frozenset of ids of the groups that the roles give
        """
        self._role_lines_sudo()._follow_dates()
        enabled = self._enabled_roles()
        given = self.env["res.users.role"].union(*enabled.values())._groups_given()
        none = self.env["res.users.role"].browse()
        return {
            user: frozenset().union(*(given[role] for role in enabled.get(user, none)))
            for user in self
            if enabled.get(user) or user.role_groups
        }

    def _set_role_groups(self, wanted, exact=False, isolated=False):
        """
        :param isolated: whoever can't be written stays as they are, and the others are
        """
        changes, problems = defaultdict(list), {}
        employee, clashes = self.env.ref("base.group_user").id, None
        for user, (groups, given, exclusive) in self._role_outcomes(wanted, exact).items():
            has = set(user.group_ids.ids)
            if exclusive:
                clashes = self._role_clashes() if clashes is None else clashes
                # In the language of who is told, whoever comes upon it.
                told = user.with_context(lang=user._in_charge_of_roles().lang)
                problems[user] = told._clash_problem(clashes[user])
            if has == groups and (user.role_groups or None) == given:
                continue
            # As no employee any more nobody keeps the inbox: Odoo forbids it to portal users; nor does, as
            # base_user_role has it, who has lost all roles. Roles that exclude each other change nothing.
            demoted = employee in self._closure(has) - self._closure(groups)
            leaves = demoted or (given is None and not exclusive)
            email = leaves and user.notification_type == "inbox"
            changes[groups, tuple(given or ()), email].append(user.id)
        for change, ids in changes.items():
            users = self.browse(ids)
            if isolated:
                problems.update(users._each_by_itself(lambda some, change=change: some._write_roles(*change)))
            else:
                users._write_roles(*change)
        self._note_problems(problems)

    def _write_roles(self, groups, given, email):
        vals = {"group_ids": [Command.set(sorted(groups))], "role_groups": list(given) or False}
        if email:
            vals["notification_type"] = "email"
        self._by_roles().write(vals)
        self._after_roles()

    def _drift_policy(self):
        parameters_sudo = self.env["ir.config_parameter"].sudo()  # everybody is subject to the policy
        return parameters_sudo.get_param("fleet_user_roles.drift", "warn")

    def _group_names(self, ids):
        groups_sudo = self.env["res.groups"].sudo()  # names, for who may change the groups of users
        return groups_sudo.browse(sorted(ids)).exists().mapped("full_name")
