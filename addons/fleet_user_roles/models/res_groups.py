from contextlib import contextmanager

from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

_HIERARCHY = {"implied_ids", "implied_by_ids"}
_MEMBERS = {"user_ids", "all_user_ids"}


class ResGroups(models.Model):
    """Groups that change from their own side, without a word about roles: users stay in step with what roles mean."""

    _inherit = "res.groups"

    @api.model_create_multi
    def create(self, vals_list):
        names = {name for vals in vals_list for name in vals}
        with self._roles_in_step(names), self.env["res.users"]._guarding_administrators():
            groups = super().create(vals_list)
            groups._members_changed(names)
        return groups

    def write(self, vals):
        if not (_HIERARCHY | _MEMBERS) & vals.keys():
            return super().write(vals)
        members = self._members()
        with self._roles_in_step(vals), self.env["res.users"]._guarding_administrators():
            done = super().write(vals)
            self._members_changed(vals, members)
        return done

    def unlink(self):
        """A group behind a role goes with its role."""
        roles_sudo = self.role_id.sudo()  # who may delete the group may delete what it stands for
        with self._roles_in_step(_HIERARCHY):
            if roles_sudo.exists():
                roles_sudo.unlink()
            return super(ResGroups, self.exists()).unlink()

    @contextmanager
    def _roles_in_step(self, names):
        """Within the block the hierarchy changes, if names of fields say so: who has a role that came to mean
        something else gets what it means."""
        if not _HIERARCHY & set(names):
            yield
            return
        roles_sudo = self.env["res.users.role"].sudo()  # whoever changes groups changes what roles mean
        before = roles_sudo.search(Domain.TRUE)._groups_given()
        yield
        after = roles_sudo.browse(role.id for role in before).exists()._groups_given()
        changed = roles_sudo.browse(role.id for role, groups in after.items() if groups != before[role])
        if changed:
            self._check_may_change(changed, before, after)
            changed._all_lines().user_id.set_groups_from_roles()

    def _check_may_change(self, roles, before, after):
        """Who is no administrator changes neither a role that makes administrators nor extends a role of their own.

        This holds in superuser mode, too: the dependency enters it for everybody who may change access rights.
        """
        if self.env.user._is_system():
            return
        roles._check_keeper()
        system = self.env.ref("base.group_system").id
        if any(system in before[role] for role in roles):
            raise AccessError(
                self.env._("Only an administrator may change a role that contains administrator rights.")
            )
        own = roles & self.env.user._role_lines_sudo().role_id
        if any(after[role] - before[role] for role in own):
            raise AccessError(
                self.env._(
                    "Nobody but an administrator may extend a role of their own: %(roles)s.",
                    roles=", ".join(own.mapped("name")),
                )
            )

    def _members(self):
        groups_sudo = self.sudo().with_context(active_test=False)  # members of other companies count, too
        return groups_sudo.user_ids

    def _members_changed(self, names, before=None):
        """Follow members who came or went from the side of the group, where the policy says so."""
        if not _MEMBERS & set(names):
            return
        after = self._members()
        self._check_role_members(after - (before or after.browse()))
        if after._drift_policy() == "revert":
            (after | (before or after.browse())).set_groups_from_roles()

    def _check_role_members(self, users):
        """A role that makes administrators can't be given by the side of its group either."""
        roles_sudo = self.role_id.sudo()  # the check is about the person, not about what they read
        if users:
            roles_sudo._check_keeper()
