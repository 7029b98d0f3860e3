from textwrap import shorten

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

# So many people are told by name.
_NAMED = 3


class ResUsersRoleWizard(models.TransientModel):
    """Shows what a change of roles does to each user, before it is made."""

    _name = "res.users.role.wizard"
    _description = "Change roles"

    action = fields.Selection(
        [
            ("assign", "Assign"),
            ("withdraw", "Withdraw"),
            ("match", "Match"),
            ("from_user", "Role from a user"),
            ("preset", "Apply a preset"),
        ],
        required=True,
        default="assign",
    )
    user_ids = fields.Many2many("res.users", string="Users", context={"active_test": False})
    role_ids = fields.Many2many("res.users.role", string="Roles")
    date_from = fields.Date("From")
    date_to = fields.Date("Until")
    reason = fields.Char("Why")
    name = fields.Char("Name of the role")
    keep_changes = fields.Selection(
        [
            ("keep", "Apply what is new in the preset, and keep what was changed here"),
            ("exact", "Take the preset as it is"),
        ],
        default="keep",
    )
    group_names = fields.Char("Groups of the role", compute="_compute_group_names")
    line_ids = fields.One2many(
        "res.users.role.wizard.line", "wizard_id", compute="_compute_line_ids", store=True, compute_sudo=False
    )
    losses = fields.Text(compute="_compute_losses")
    nothing_changes = fields.Boolean(compute="_compute_losses")

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        chosen = self.env.context.get("active_ids") or []
        if self.env.context.get("active_model") == "res.users":
            values.setdefault("user_ids", [Command.set(chosen)])
        elif self.env.context.get("active_model") == "res.users.role":
            values.setdefault("role_ids", [Command.set(chosen)])
        return values

    @api.depends("action", "user_ids")
    def _compute_group_names(self):
        for wizard in self:
            groups = wizard._groups_of_user() if wizard.action == "from_user" else self.env["res.groups"]
            wizard.group_names = ", ".join(groups.mapped("full_name"))

    @api.depends("action", "user_ids", "role_ids", "keep_changes", "date_from", "date_to")
    def _compute_line_ids(self):
        for wizard in self:
            values = [self.line_ids._values(row) for row in wizard._preview()]
            values.sort(
                key=lambda line: (not line["is_serious"], not line["lost"])
            )  # what is to be seen, first
            wizard.line_ids = [Command.clear(), *map(Command.create, values)]

    @api.depends("line_ids")
    def _compute_losses(self):
        for wizard in self:
            is_chosen = wizard.role_ids or wizard.action in ("match", "from_user")
            wizard.losses = wizard.line_ids._losses()
            wizard.nothing_changes = (
                is_chosen
                and (wizard.user_ids or wizard.action == "preset")
                and wizard.line_ids._change_nothing()
            )

    def _preview(self):
        users, roles = self.user_ids._origin, self.role_ids._origin
        users.check_access("read")
        match self.action:
            case "assign" if roles:
                return users._preview_roles(added=roles, dates=(self.date_from, self.date_to))
            case "withdraw" if roles:
                return users._preview_roles(removed=roles)
            case "match":
                return users._preview_roles(exact=True)
            case "from_user":
                return users._preview_roles(groups=self._groups_of_user().ids)
            case "preset" if roles:
                return roles[0]._preview_preset(self.keep_changes == "keep")
        return []

    def action_apply(self):
        """Do what the preview shows."""
        self.ensure_one()
        if self.action != "preset" and not self.user_ids:
            raise UserError(self.env._("Choose users first."))
        if self.action not in ("match", "from_user") and not self.role_ids:
            raise UserError(self.env._("Choose a role first."))
        self.user_ids.check_access("write")
        return getattr(self, f"_{self.action}")() or {"type": "ir.actions.act_window_close"}

    def _assign(self):
        self.role_ids._assign(self.user_ids, self.date_from, self.date_to, self.reason)
        told = self.env._(
            "%(roles)s: given to %(users)s.",
            roles=", ".join(self.role_ids.mapped("name")),
            users=self.line_ids._names(self.user_ids.mapped("name")),
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": told,
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _withdraw(self):
        self.role_ids._withdraw(self.user_ids, self.reason)

    def _match(self):
        self.user_ids._match_roles()

    def _preset(self):
        self.role_ids[0]._apply_preset(self.keep_changes == "keep")

    def _from_user(self):
        if not self.name:
            raise UserError(self.env._("Name the role first."))
        role = self.env["res.users.role"].create(
            {"name": self.name, "implied_ids": [Command.set(self._groups_of_user().ids)]}
        )
        role._assign(self.user_ids, self.date_from, self.date_to, self.reason)
        return {
            "type": "ir.actions.act_window",
            "res_model": "res.users.role",
            "res_id": role.id,
            "view_mode": "form",
        }

    def _groups_of_user(self):
        """
        :return: the groups of the one user, without those that come with others of them, that are their own to
            choose, or that stand for a role
        """
        user = self.user_ids._origin[:1]
        groups = user.group_ids.filtered(lambda group: not group.role_id) - user._get_self_writable_groups()
        return groups.filtered(
            lambda group: not any(group in other.all_implied_ids for other in groups - group)
        )


class ResUsersRoleWizardLine(models.TransientModel):
    _name = "res.users.role.wizard.line"
    _description = "What a change of roles does to a user"

    wizard_id = fields.Many2one("res.users.role.wizard", ondelete="cascade")
    import_id = fields.Many2one("res.users.role.import", ondelete="cascade")
    user_id = fields.Many2one("res.users", readonly=True, ondelete="cascade")
    warning = fields.Char(readonly=True)
    is_serious = fields.Boolean(readonly=True)
    note = fields.Char(compute="_compute_note")
    gained = fields.Char("Groups gained", readonly=True)
    lost = fields.Char("Groups lost", readonly=True)
    menus_gained = fields.Char(readonly=True)
    menus_lost = fields.Char(readonly=True)

    @api.depends("warning", "gained", "lost", "menus_gained", "menus_lost")
    def _compute_note(self):
        for line in self:
            line.note = self.env._("Nothing changes.") if line._change_nothing() else line.warning

    def _change_nothing(self):
        told = ("warning", "gained", "lost", "menus_gained", "menus_lost")
        return not any(line[name] for line in self for name in told)

    def _losses(self):
        """:return: text: who loses what, one line for those who lose the same"""
        return self._together("lost", lambda **told: self.env._("Lost by %(users)s: %(groups)s", **told))

    def _gains(self):
        return self._together("gained", lambda **told: self.env._("Gained by %(users)s: %(groups)s", **told))

    def _warnings(self):
        return self._together("warning", lambda users, groups: f"{users}: {groups}")

    def _together(self, name, sentence):
        together = self.filtered(name).grouped(name)
        return "\n".join(
            sentence(
                users=self._names(lines.user_id.mapped("name")), groups=shorten(groups, 300, placeholder=" …")
            )
            for groups, lines in together.items()
        )

    @api.model
    def _names(self, names):
        """:return: some names, and how many more"""
        if len(names) <= _NAMED + 1:
            return ", ".join(names)
        some = ", ".join(names[:_NAMED])
        return self.env._("%(some)s and %(more)s more", some=some, more=len(names) - _NAMED)

    @api.model
    def _values(self, row):
        """:param row: what ``_preview`` tells of one user"""
        notes = self._notes(row)
        return {
            "user_id": row["user"].id,
            "warning": " ".join(notes),
            "is_serious": bool(notes),
            "gained": self._groups(row["gained"]),
            "lost": self._groups(row["lost"]),
            "menus_gained": self._menus(row["menus_gained"]),
            "menus_lost": self._menus(row["menus_lost"]),
        }

    @api.model
    def _notes(self, row):
        system, access_rights = (
            self.env.ref("base.group_system").id,
            self.env.ref("base.group_erp_manager").id,
        )
        notes, user, clash = [], row["user"], row["clash"]
        if clash and clash.is_refused:
            notes.append(self.env._("Impossible: %(reason)s", reason=user._clash_message(clash)))
        elif clash:
            notes.append(user._clash_problem(clash))
        elif row["types"] & row["gained"]:
            notes.append(self.env._("Becomes: %(type)s.", type=self._groups(row["types"])))
        if system in row["gained"]:
            notes.append(self.env._("Becomes an administrator."))
        elif access_rights in row["gained"]:
            notes.append(self.env._("May change access rights."))
        if system in row["lost"]:
            notes.append(self.env._("Is no administrator any more."))
        elif access_rights in row["lost"]:
            notes.append(self.env._("May not change access rights any more."))
        return notes

    @api.model
    def _groups(self, ids):
        groups_sudo = self.env["res.groups"].sudo().browse(sorted(ids))  # names, for who may change them
        return ", ".join(groups_sudo.filtered(lambda group: not group.role_id).mapped("full_name"))

    @api.model
    def _menus(self, ids):
        """The topmost of these menus; those below them come with them. Long paths wrap between their parts."""
        menus_sudo = self.env["ir.ui.menu"].sudo().browse(sorted(ids))  # names, for who may change groups
        top = menus_sudo.filtered(lambda menu: menu.parent_id.id not in ids)
        return ", ".join(menu.complete_name.replace("/", " / ") for menu in top.sorted())
