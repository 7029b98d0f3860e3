import base64
import hashlib
import json
import re
from datetime import date

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..tools.preset import XMLID

# More than any role needs, and less than what a database or a screen can't take.
_LONGEST_NAME = _LONGEST_ID = 200
_LONGEST_COMMENT = 10_000


class ResUsersRoleImport(models.TransientModel):
    """Takes roles from a file that was exported here or elsewhere, and shows before what becomes of them."""

    _name = "res.users.role.import"
    _description = "Import roles"

    file = fields.Binary(attachment=False)
    file_name = fields.Char()
    line_ids = fields.One2many(
        "res.users.role.import.line", "import_id", compute="_compute_line_ids", store=True, compute_sudo=False
    )
    user_line_ids = fields.One2many(
        "res.users.role.wizard.line", "import_id", compute="_compute_line_ids", store=True, compute_sudo=False
    )
    losses = fields.Text(compute="_compute_losses")
    nothing_changes = fields.Boolean(compute="_compute_losses")
    # The form sends what it has shown.
    shown = fields.Char(compute="_compute_shown", store=True, readonly=False, compute_sudo=False)

    @api.depends("file")
    def _compute_line_ids(self):
        for wizard in self:
            roles, users = wizard._values(*wizard._plan())
            wizard.line_ids = [Command.clear(), *map(Command.create, roles)]
            wizard.user_line_ids = [Command.clear(), *map(Command.create, users)]

    @api.depends("line_ids", "user_line_ids")
    def _compute_losses(self):
        for wizard in self:
            wizard.losses = wizard.user_line_ids._losses()
            wizard.nothing_changes = wizard.line_ids and set(wizard.line_ids.mapped("state")) == {"same"}

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
        if not self.file:
            raise UserError(self.env._("Choose a file first."))
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
        """:return: list of dicts with the keys id, name, comment, groups and, perhaps, users
        :raises UserError: this is no file of roles, and why
        """
        try:
            roles = json.loads(base64.b64decode(self.with_context(bin_size=False).file))
        except RecursionError as error:
            raise UserError(self.env._("This file can't be read: it is nested too deeply.")) from error
        except ValueError as error:
            raise UserError(self.env._("This file can't be read as JSON: %(error)s", error=error)) from error
        if not isinstance(roles, list) or not roles:
            raise UserError(self.env._("The file has to hold a list of roles."))
        for number, role in enumerate(roles, start=1):
            if problem := self._problem(role):
                raise UserError(self._about(number, role, problem))
        names = [role["id"] for role in roles]
        if twice := {name for name in names if names.count(name) > 1}:
            raise UserError(self.env._("Twice in the file: %(names)s", names=", ".join(sorted(twice))))
        return [{**role, "comment": role.get("comment") or ""} for role in roles]

    def _about(self, number, role, problem):
        """:return: the problem, with the number of the role, and its name where it can be told"""
        if self._bad_name(role) or self._bad_text(role):
            return self.env._("Role %(number)s of the file: %(problem)s", number=number, problem=problem)
        return self.env._(
            "Role %(number)s of the file, “%(name)s”: %(problem)s",
            number=number,
            name=role["name"],
            problem=problem,
        )

    def _problem(self, role):
        return self._bad_name(role) or self._bad_text(role) or self._bad_ids(role) or self._bad_users(role)

    def _bad_name(self, role):
        if not isinstance(role, dict):
            return self.env._("it has to have an id, a name and groups.")
        if not isinstance(role.get("name"), str) or not role["name"].strip():
            return self.env._("it has no name.")
        if len(role["name"]) > _LONGEST_NAME:
            return self.env._("its name is longer than %(most)s characters.", most=_LONGEST_NAME)
        return None

    def _bad_text(self, role):
        groups = role.get("groups")
        texts = [
            role["name"],
            role.get("id"),
            role.get("comment"),
            *(groups if isinstance(groups, list) else ()),
        ]
        if not all(_is_storable(text) for text in texts if isinstance(text, str)):
            return self.env._("it has characters that can't be stored.")
        return None

    def _bad_ids(self, role):
        groups, comment = role.get("groups"), role.get("comment")
        if role["name"].startswith("-"):
            return self.env._("its name can't begin with “-”.")
        if comment is not None and not isinstance(comment, str):
            return self.env._("its comment has to be a text.")
        if len(comment or "") > _LONGEST_COMMENT:
            return self.env._("its comment is longer than %(most)s characters.", most=_LONGEST_COMMENT)
        if not isinstance(groups, list) or not all(isinstance(group, str) for group in groups):
            return self.env._("its groups have to be a list of external ids such as base.group_user.")
        if any(len(name) > _LONGEST_ID for name in (role.get("id"), *groups) if isinstance(name, str)):
            return self.env._("an external id is longer than %(most)s characters.", most=_LONGEST_ID)
        if not isinstance(role.get("id"), str) or not XMLID.fullmatch(role["id"]):
            return self.env._(
                "“%(id)s” is no external id such as my_roles.office.", id=str(role.get("id"))[:40]
            )
        if not all(XMLID.fullmatch(group) for group in groups):
            return self.env._("its groups have to be a list of external ids such as base.group_user.")
        found = self.env.ref(role["id"], raise_if_not_found=False)
        if found and found._name != "res.users.role":
            return self.env._("“%(id)s” is something else here.", id=role["id"])
        return None

    def _bad_users(self, role):
        users = role.get("users")
        if users is None:
            return None
        if not isinstance(users, list) or not all(map(_is_holder, users)):
            return self.env._(
                "its users have to be a list, each with a login, and perhaps an id, two dates such as 2040-12-31 "
                "(from, until) and a text (why)."
            )
        logins = [user["login"] for user in users]
        if twice := {login for login in logins if logins.count(login) > 1}:
            return self.env._("twice among its users: %(logins)s.", logins=", ".join(sorted(twice)))
        return None


def _is_holder(user):
    return (
        isinstance(user, dict)
        and isinstance(user.get("login"), str)
        and _is_short_text(user["login"])
        and isinstance(user.get("id", 0), int)
        and (user.get("why") is None or (isinstance(user["why"], str) and _is_short_text(user["why"])))
        and all(user.get(name) is None or _is_date(user[name]) for name in ("from", "until"))
    )


def _is_short_text(text):
    return len(text) <= _LONGEST_COMMENT and _is_storable(text)


def _is_date(text):
    try:
        return bool(date.fromisoformat(text))
    except (TypeError, ValueError):
        return False


def _is_storable(text):
    """Tell whether the database takes this text: it takes neither NUL nor halves of characters."""
    return not re.search(r"[\x00\ud800-\udfff]", text)


class ResUsersRoleImportLine(models.TransientModel):
    _name = "res.users.role.import.line"
    _description = "Role in a file"

    import_id = fields.Many2one("res.users.role.import", required=True, ondelete="cascade")
    name = fields.Char("Role", readonly=True)
    external_id = fields.Char("External ID", readonly=True)
    state = fields.Selection([("new", "New"), ("changed", "Changed"), ("same", "Unchanged")], readonly=True)
    warning = fields.Char("Note", readonly=True)
    gained = fields.Char("Groups gained", readonly=True)
    lost = fields.Char("Groups lost", readonly=True)
    missing = fields.Char("Not installed here", readonly=True)
    users = fields.Integer("Users who have it", readonly=True)
    given = fields.Char("Given to", readonly=True)
    unknown = fields.Char("Not here", readonly=True, help="Logins in the file of whom nobody is here.")

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
            "gained": self.env["res.users.role.wizard.line"]._groups(gained),
            "lost": self.env["res.users.role.wizard.line"]._groups(lost),
            "missing": ", ".join(step.missing),
            "users": step.users,
            "given": ", ".join(holder.user.name for holder in step.holders),
            "unknown": ", ".join(step.unknown),
        }

    @api.model
    def _notes(self, gained):
        if self.env.ref("base.group_system").id in gained:
            return [self.env._("Makes whoever has it an administrator.")]
        if self.env.ref("base.group_erp_manager").id in gained:
            return [self.env._("Lets whoever has it change access rights.")]
        return []
