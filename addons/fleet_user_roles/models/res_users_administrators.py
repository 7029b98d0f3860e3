import functools
from contextlib import contextmanager
from weakref import WeakKeyDictionary

from odoo import SUPERUSER_ID, models
from odoo.exceptions import AccessError, ValidationError
from odoo.tools import SQL

# Cursor -> who was an administrator when the change began that is under way in its transaction. What Odoo keeps with a
# cursor goes when a savepoint is rolled back; this must not.
_before = WeakKeyDictionary()
# In the context of a write that only does what roles mean. It is an object, so it can't come over the wire.
_BY_ROLES = object()

_MAKING = SQL(
    """WITH RECURSIVE making (id) AS (
        SELECT res_id FROM ir_model_data WHERE module = 'base' AND name = 'group_system'
        UNION SELECT implied.gid FROM res_groups_implied_rel implied JOIN making ON implied.hid = making.id
    )"""
)


def judged_by_rights_before(method):
    """Make a method that changes rights judge by those that were there before it began."""

    @functools.wraps(method)
    def judged(self, *args, **kwargs):
        with self.env["res.users"]._remembering_administrators():
            return method(self, *args, **kwargs)

    return judged


class ResUsersAdministratorsMixin(models.AbstractModel):
    """Who is an administrator, as the database says. Odoo's caches are not asked: what a refused change left there
    outlives the refusal, for instance when an import tries once more."""

    _name = "res.users.administrators.mixin"
    _description = "Who is an administrator"

    def _acts_as_administrator(self):
        """Tell whether the person of this request was an administrator before the change under way began, in superuser
        mode, too."""
        if self.env.uid == SUPERUSER_ID:
            return True
        before = _before.get(self.env.cr)
        known = self._administrators() if before is None else before
        return known.get(self.env.uid, False)

    def _administrators(self):
        """:return: id of each administrator, but the superuser -> whether they are active"""
        self._flush_rights()
        query = SQL(
            """%s SELECT DISTINCT users.id, users.active IS TRUE FROM making
            JOIN res_groups_users_rel member ON member.gid = making.id
            JOIN res_users users ON users.id = member.uid
            WHERE users.id != %s""",
            _MAKING,
            SUPERUSER_ID,
        )
        return dict(self.env.execute_query(query))

    def _making_groups(self):
        """:return: ids of the groups whose members are administrators"""
        self._flush_rights()
        return {group for (group,) in self.env.execute_query(SQL("%s SELECT id FROM making", _MAKING))}

    def _administrators_to_come(self):
        """:return: ids of administrators, and of those who have a role that makes them one, today or some day"""
        self._flush_rights()
        query = SQL(
            """%s SELECT line.user_id FROM making
            JOIN res_users_role role ON role.group_id = making.id
            JOIN res_users_role_line line ON line.role_id = role.id
            WHERE line.date_to IS NULL OR line.date_to >= CURRENT_DATE""",
            _MAKING,
        )
        return self._administrators().keys() | {user for (user,) in self.env.execute_query(query)}

    def _flush_rights(self):
        self.flush_model(["active", "group_ids"])
        self.env["res.groups"].flush_model(["user_ids", "implied_ids"])
        self.env["res.users.role"].flush_model(["group_id"])
        self.env["res.users.role.line"].flush_model(["role_id", "user_id", "date_to"])
        self.env["ir.model.data"].flush_model(["module", "name", "res_id"])

    @contextmanager
    def _remembering_administrators(self):
        """Within the block, and in all that it calls, somebody is an administrator who was one when it began.

        If it fails, Odoo's caches forget what they took in meanwhile.
        """
        cursor, done = self.env.cr, False
        is_outermost = cursor not in _before
        if is_outermost:
            _before[cursor] = self._administrators()
        try:
            yield
            done = True
        finally:
            if is_outermost:
                del _before[cursor]
            if not done:
                self._forget_rights()

    def _forget_rights(self):
        """Let Odoo look anew at what everybody may do."""
        self.env.registry.clear_cache("stable", "groups")

    def _by_roles(self):
        """:return: these users, for a write of the groups that roles give: who gave the roles was judged then"""
        return self.with_context(role_groups_by=_BY_ROLES)

    @contextmanager
    def _guarding_administrators(self):
        """Within the block, whoever is no administrator makes none, and nobody takes away the last one.

        This holds in superuser mode, too: what counts is who is behind it.

        :raises AccessError, ValidationError: at the end of the block
        """
        with self._remembering_administrators():
            by_roles = self.env.context.get("role_groups_by") is _BY_ROLES
            may_make = by_roles or self._acts_as_administrator()
            before = self._administrators()
            yield
            after = self._administrators()
            made = [user for user, active in after.items() if active > before.get(user, -1)]
            if made and not may_make:
                names_sudo = self.browse(made).sudo()  # for the message
                raise AccessError(
                    self.env._(
                        "Only an administrator may make administrators: %(users)s.",
                        users=", ".join(names_sudo.mapped("name")),
                    )
                )
            if any(active and not after.get(user) for user, active in before.items()):
                # Two who take away one each, at the same time, would both see the other's: one of them tries again.
                self.env.cr.execute(
                    "UPDATE ir_model_data SET noupdate = noupdate WHERE module = 'base' AND name = 'group_system'"
                )
            if any(before.values()) and not any(after.values()):
                raise ValidationError(self.env._("Somebody has to stay who is an administrator."))
