import base64
import binascii
import hashlib
import json

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..tools.preset import XMLID


class ResUsersRoleImport(models.TransientModel):
    """Takes roles from a file that was exported here or elsewhere, and shows before what becomes of them."""

    _name = "res.users.role.import"
    _description = "Import roles"

    file = fields.Binary(required=True, attachment=False)
    file_name = fields.Char()
    line_ids = fields.One2many(
        "res.users.role.import.line", "import_id", compute="_compute_line_ids", store=True, compute_sudo=False
    )
    user_line_ids = fields.One2many(
        "res.users.role.wizard.line", "import_id", compute="_compute_line_ids", store=True, compute_sudo=False
    )
    # The form sends what it has shown.
    shown = fields.Char(compute="_compute_shown", store=True, readonly=False, compute_sudo=False)

    @api.depends("file")
    def _compute_line_ids(self):
        for wizard in self:
            roles, users = wizard._values(*wizard._plan())
            wizard.line_ids = [Command.clear(), *map(Command.create, roles)]
            wizard.user_line_ids = [Command.clear(), *map(Command.create, users)]

    @api.depends("file")
    def _compute_shown(self):
        for wizard in self:
            wizard.shown = wizard._fingerprint(*wizard._plan())

    def _plan(self):
        return self.env["res.users.role"]._plan(self._told()) if self.file else ([], [])

    def _values(self, steps, users):
        """:return: values of the lines for roles, and of those for users"""
        return list(map(self.line_ids._values, steps)), list(map(self.user_line_ids._values, users))

    def _fingerprint(self, steps, users):
        return hashlib.sha256(json.dumps(self._values(steps, users)).encode()).hexdigest()

    def action_import(self):
        """Make the roles as the file has them, all or none, and as it was shown.

        :return: action that shows them
        """
        self.ensure_one()
        steps, users = self._plan()
        if self.shown != self._fingerprint(steps, users):
            raise UserError(
                self.env._(
                    "Roles or users have changed since this was shown. Choose the file again, and look."
                )
            )
        roles = self.env["res.users.role"]._carry_out(steps)
        action = self.env["ir.actions.act_window"]._for_xml_id("base_user_role.action_res_users_role_tree")
        return {**action, "domain": [("id", "in", roles.ids)], "target": "main"}

    def _told(self):
        """:return: list of dicts with the keys id, name, comment and groups
        :raises UserError: this is no file of roles, and why
        """
        try:
            roles = json.loads(base64.b64decode(self.with_context(bin_size=False).file))
        except (ValueError, binascii.Error) as error:
            raise UserError(self.env._("This file can't be read as JSON: %(error)s", error=error)) from error
        if not isinstance(roles, list) or not roles:
            raise UserError(self.env._("The file has to hold a list of roles."))
        names = []
        for number, role in enumerate(roles, start=1):
            if problem := self._problem(role):
                raise UserError(
                    self.env._("Role %(number)s of the file: %(problem)s", number=number, problem=problem)
                )
            names.append(role["id"])
        if twice := {name for name in names if names.count(name) > 1}:
            raise UserError(self.env._("Twice in the file: %(names)s", names=", ".join(sorted(twice))))
        return [{**role, "comment": role.get("comment") or ""} for role in roles]

    def _problem(self, role):
        if not isinstance(role, dict):
            return self.env._("it has to have an id, a name and groups.")
        if not isinstance(role.get("name"), str) or not role["name"].strip():
            return self.env._("it has no name.")
        if not isinstance(role.get("id"), str) or not XMLID.fullmatch(role["id"]):
            return self.env._("“%(id)s” is no external id such as my_roles.office.", id=role.get("id"))
        groups = role.get("groups")
        if not isinstance(groups, list) or not all(
            isinstance(group, str) and XMLID.fullmatch(group) for group in groups
        ):
            return self.env._("its groups have to be a list of external ids such as base.group_user.")
        found = self.env.ref(role["id"], raise_if_not_found=False)
        if found and found._name != "res.users.role":
            return self.env._("“%(id)s” is something else here.", id=role["id"])
        return None


class ResUsersRoleImportLine(models.TransientModel):
    _name = "res.users.role.import.line"
    _description = "Role in a file"

    import_id = fields.Many2one("res.users.role.import", required=True, ondelete="cascade")
    name = fields.Char("Role", readonly=True)
    external_id = fields.Char("External ID", readonly=True)
    state = fields.Selection([("new", "New"), ("changed", "Changed"), ("same", "Unchanged")], readonly=True)
    warning = fields.Char("Note", readonly=True)
    is_serious = fields.Boolean(readonly=True)
    gained = fields.Char("Groups gained", readonly=True)
    lost = fields.Char("Groups lost", readonly=True)
    missing = fields.Char("Not installed here", readonly=True)
    users = fields.Integer("Users who have it", readonly=True)

    @api.model
    def _values(self, step):
        """:param step: what ``_plan`` of roles tells of one role"""
        gained, lost = step.after - step.before, step.before - step.after
        notes = self._notes(gained)
        return {
            "name": step.told["name"],
            "external_id": step.told["id"],
            "state": step.state,
            "warning": " ".join(notes),
            "is_serious": bool(notes),
            "gained": self.env["res.users.role.wizard.line"]._groups(gained),
            "lost": self.env["res.users.role.wizard.line"]._groups(lost),
            "missing": ", ".join(step.missing),
            "users": step.users,
        }

    @api.model
    def _notes(self, gained):
        if self.env.ref("base.group_system").id in gained:
            return [self.env._("Makes whoever has it an administrator.")]
        if self.env.ref("base.group_erp_manager").id in gained:
            return [self.env._("Lets whoever has it change access rights.")]
        return []
