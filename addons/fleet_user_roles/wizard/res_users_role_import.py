import base64
import binascii
import json

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..tools.preset import XMLID, external_ids


class ResUsersRoleImport(models.TransientModel):
    """Takes roles from a file that was exported here or elsewhere, and shows before what becomes of them."""

    _name = "res.users.role.import"
    _description = "Import roles"

    file = fields.Binary(required=True, attachment=False)
    file_name = fields.Char()
    line_ids = fields.One2many(
        "res.users.role.import.line", "import_id", compute="_compute_line_ids", store=True, compute_sudo=False
    )

    @api.depends("file")
    def _compute_line_ids(self):
        for wizard in self:
            lines = [Command.create(wizard._line(told)) for told in wizard._told()] if wizard.file else []
            wizard.line_ids = [Command.clear(), *lines]

    def action_import(self):
        """Make the roles as the file has them, all or none.

        :return: action that shows them
        """
        self.ensure_one()
        roles = self.env["res.users.role"]._load_records(
            [
                {
                    "xml_id": told["id"],
                    "noupdate": True,
                    "values": {
                        "name": told["name"],
                        "comment": told.get("comment") or False,
                        "preset_groups": "\n".join(told["groups"]),
                    },
                }
                for told in self._told()
            ]
        )
        roles._apply_preset(keep=False)
        action = self.env["ir.actions.act_window"]._for_xml_id("base_user_role.action_res_users_role_tree")
        return {**action, "domain": [("id", "in", roles.ids)], "target": "main"}

    def _told(self):
        """:return: list of dicts with the keys id, name, comment (perhaps) and groups
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
        return roles

    def _problem(self, role):
        if not isinstance(role, dict):
            return self.env._("it has to have an id, a name and groups.")
        if not isinstance(role.get("name"), str) or not role["name"].strip():
            return self.env._("it has no name.")
        if not isinstance(role.get("id"), str) or not XMLID.match(role["id"]):
            return self.env._("“%(id)s” is no external id such as my_roles.office.", id=role.get("id"))
        groups = role.get("groups")
        if not isinstance(groups, list) or not all(
            isinstance(group, str) and XMLID.match(group) for group in groups
        ):
            return self.env._("its groups have to be a list of external ids such as base.group_user.")
        found = self.env.ref(role["id"], raise_if_not_found=False)
        if found and found._name != "res.users.role":
            return self.env._("“%(id)s” is something else here.", id=role["id"])
        return None

    def _line(self, told):
        """What becomes of one role of the file."""
        role = self.env.ref(told["id"], raise_if_not_found=False) or self.env["res.users.role"]
        as_told = self.env["res.users.role"].new({"preset_groups": " ".join(told["groups"])})
        known = as_told._known_groups()
        before, after = set(role.implied_ids.ids), {known[name] for name in told["groups"] if name in known}
        wording = role and (role.name, role.comment or "") != (told["name"], told.get("comment") or "")
        same = role and before == after and not wording
        return {
            "name": told["name"],
            "external_id": told["id"],
            "state": "same" if same else "changed" if role else "new",
            "gained": self._group_names(after - before),
            "lost": self._group_names(before - after),
            "missing": ", ".join(name for name in external_ids(as_told.preset_groups) if name not in known),
            "users": role.user_count,
        }

    def _group_names(self, ids):
        return ", ".join(self.env["res.users"]._group_names(ids))


class ResUsersRoleImportLine(models.TransientModel):
    _name = "res.users.role.import.line"
    _description = "Role in a file"

    import_id = fields.Many2one("res.users.role.import", required=True, ondelete="cascade")
    name = fields.Char("Role", readonly=True)
    external_id = fields.Char("External ID", readonly=True)
    state = fields.Selection([("new", "New"), ("changed", "Changed"), ("same", "Unchanged")], readonly=True)
    gained = fields.Char("Groups gained", readonly=True)
    lost = fields.Char("Groups lost", readonly=True)
    missing = fields.Char("Not installed here", readonly=True)
    users = fields.Integer("Users who have it", readonly=True)
