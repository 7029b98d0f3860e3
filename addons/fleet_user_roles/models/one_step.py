"""A change of several roles at once, which their users follow once, when it is complete."""

from contextlib import contextmanager

from odoo import models

# In the context of a write that is part of such a change. It is an object, so it can't come over the wire.
_PART = object()


class ResGroups(models.Model):
    _inherit = "res.groups"

    @contextmanager
    def _in_one_step(self, roles):
        """Within the block the hierarchy changes by these roles, as they are yielded; users follow at its end.

        What happens to users on the way depends on the order of the writes, and a preview knows of none.
        """
        with self.env["res.users"]._guarding_administrators(), self._roles_in_step(self._hierarchy_fields()):
            yield roles.with_context(roles_in_one_step=_PART)

    @contextmanager
    def _roles_in_step(self, names):
        if self.env.context.get("roles_in_one_step") is _PART:
            yield
            return
        with super()._roles_in_step(names):
            yield


class ResUsersRole(models.Model):
    _inherit = "res.users.role"

    def update_users(self):
        if self.env.context.get("roles_in_one_step") is _PART:
            return True
        return super().update_users()
