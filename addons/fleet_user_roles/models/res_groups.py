from contextlib import contextmanager

from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ..tools.relations import fields_of
from . import one_step

# In the context of a change of the hierarchy: users follow before Odoo looks whether each has one user type.
_USERS_FOLLOW = object()


class ResGroups(models.Model):
    """Groups that change from their own side, without a word about roles: users stay in step with what roles mean."""

    _inherit = "res.groups"

    @api.model_create_multi
    def create(self, vals_list):
        names = {name for vals in vals_list for name in vals}
        with self.env["res.users"]._guarding_administrators(), self._roles_in_step(names):
            groups = super(ResGroups, self._users_follow()).create(vals_list).with_env(self.env)
            groups._members_changed(names)
        if self._hierarchy_fields() & names:
            groups._check_disjoint_groups()
        return groups

    def write(self, vals):
        if not (self._hierarchy_fields() | self._member_fields()) & vals.keys():
            return super().write(vals)
        members = self._members()
        with self.env["res.users"]._guarding_administrators(), self._roles_in_step(vals):
            done = super(ResGroups, self._users_follow()).write(vals)
            self._members_changed(vals, members)
        return done

    def unlink(self):
        """A group behind a role goes with its role."""
        roles_sudo = self.role_id.sudo()  # who may delete the group may delete what it stands for
        guarding = self.env["res.users"]._guarding_administrators()
        with guarding, self._roles_in_step(self._hierarchy_fields()):
            if roles_sudo.exists():
                roles_sudo.unlink()
            return super(ResGroups, self.exists()).unlink()

    @contextmanager
    def _roles_in_step(self, names):
        """Within the block the hierarchy changes, if names of fields say so: who has a role that came to mean
        something else gets what it means."""
        if one_step.is_part(self.env) or not self._hierarchy_fields() & set(names):
            yield
            return
        roles_sudo = self.env["res.users.role"].sudo()  # whoever changes groups changes what roles mean
        every = roles_sudo.search(Domain.TRUE)
        before, making = every._groups_given(), every._making_administrators()
        yield
        after = roles_sudo.browse(role.id for role in before).exists()._groups_given()
        changed = roles_sudo.browse(role.id for role, groups in after.items() if groups != before[role])
        if changed:
            self._check_may_change(changed, changed & making, before, after)
            if not changed._by_installation("install_mode"):
                for role in changed:
                    role._check_no_visitors(role.name, after[role])
            changed._lock()
            changed._all_lines().user_id.set_groups_from_roles()
        (self.exists() | changed.group_id.with_env(self.env))._check_disjoint_groups()

    def _users_follow(self):
        return self.with_context(users_follow=_USERS_FOLLOW)

    @api.constrains("implied_ids", "implied_by_ids")
    def _check_disjoint_groups(self):
        if self.env.context.get("users_follow") is _USERS_FOLLOW:
            return self.env.registry.clear_cache("groups")
        return super()._check_disjoint_groups()

    def _check_may_change(self, roles, making, before, after):
        """Who is no administrator changes neither a role that makes administrators nor extends a role of their own.

        This holds in superuser mode, too: the dependency enters it for everybody who may change access rights.

        :param making: those of the roles that made administrators before
        """
        if self.env["res.users"]._acts_as_administrator():
            return
        roles._check_administrators_only()
        if making:
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

    def _hierarchy_fields(self):
        return fields_of(self, "res_groups_implied_rel")

    def _member_fields(self):
        return {"all_user_ids", *fields_of(self, "res_groups_users_rel")}

    def _members(self):
        groups_sudo = self.sudo().with_context(active_test=False)  # members of other companies count, too
        return groups_sudo.user_ids

    def _members_changed(self, names, before=None):
        """Follow members who came or went from the side of the group, where the policy says so."""
        if not self._member_fields() & set(names):
            return
        after = self._members()
        self._check_role_members(after - (before or after.browse()))
        if after._drift_policy() == "revert":
            (after | (before or after.browse())).set_groups_from_roles()

    def _check_role_members(self, users):
        """A role that makes administrators can't be given by the side of its group either."""
        roles_sudo = self.role_id.sudo()  # the check is about the person, not about what they read
        if users:
            roles_sudo._check_administrators_only()
