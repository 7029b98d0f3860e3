from collections import defaultdict
from dataclasses import dataclass

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..tools.hierarchy import Hierarchy
from ..tools.preset import external_ids
from . import one_step
from .res_users_administrators import judged_by_rights_before


@dataclass(frozen=True)
class Step:
    """What becomes of one role of a file.

    :param told: the role in the file: id, name, comment, groups, perhaps users
    :param role: the role that is here, or none of that model
    :param group: id of its group; negative for one that comes with the file
    :param direct: ids of the groups that it will imply directly; negative for those that come
    :param before: ids of all groups that it brings today, :param after: then; those that come left out
    :param is_rewired: whether what it implies directly changes
    :param missing: external ids of groups that are not here
    :param users: how many have it, or a role that it is part of
    :param holders: who gets it, or has it otherwise; each a ``Holder``
    :param unknown: logins in the file of whom nobody is here
    """

    told: dict
    role: models.BaseModel
    group: int
    direct: frozenset
    before: frozenset
    after: frozenset
    is_rewired: bool
    missing: tuple
    users: int
    holders: tuple
    unknown: tuple

    @property
    def wording(self):
        """What the file words differently: field -> value."""
        told = {"name": self.told["name"], "comment": self.told["comment"]}
        return {name: text for name, text in told.items() if (self.role[name] or "") != text}

    @property
    def state(self):
        if not self.role:
            return "new"
        missing = set(external_ids(self.role.preset_missing))
        changes = self.is_rewired or self.before != self.after or self.wording or missing != set(self.missing)
        return "changed" if changes or self.holders else "same"


class ResUsersRoleFileMixin(models.AbstractModel):
    """Roles come from a file by a plan: it is shown, and it is what is done."""

    _name = "res.users.role.file.mixin"
    _description = "Roles from a file"

    @api.model
    def _plan(self, told):
        """What taking these roles from a file makes of roles and of users. Nothing is written.

        :param told: list of dicts with the keys id, name, comment, groups and, perhaps, users
        :return: (list of :class:`Step` in the order of the file, list of dicts as ``_preview`` of users has them,
            for those users whose groups change)
        :raises UserError: the file can't be taken, and why
        """
        roles = self._named([role["id"] for role in told], "res.users.role")
        self._check_names(roles)
        coming = {role["id"]: -number for number, role in enumerate(told, 1) if role["id"] not in roles}
        names = {name for role in told for name in (role["id"], *role["groups"])}
        known = {**self._groups_by_name(names), **coming}
        direct = _direct(told, known)
        users_sudo = self.env["res.users"].sudo()  # who may change roles sees what they do
        implied = users_sudo._implied()
        now, then = Hierarchy(implied), Hierarchy({**implied, **direct})
        changed = {group for group in implied if now.closure([group]) != then.closure([group])}
        self._check_hierarchy(then, changed, {known[role["id"]]: role["name"] for role in told})
        steps = []
        for role in told:
            group = known[role["id"]]
            here = self.browse(roles.get(role["id"], ()))
            holders, unknown = self._find_holders(role.get("users") or ())
            steps.append(
                Step(
                    told=role,
                    role=here,
                    group=group,
                    direct=direct[group],
                    before=now.closure([group]) if group > 0 else frozenset(),
                    after=frozenset(id_ for id_ in then.closure([group]) if id_ > 0),
                    is_rewired=direct[group] != implied.get(group),
                    missing=tuple(name for name in dict.fromkeys(role["groups"]) if name not in known),
                    users=len(self._users_with_sudo([group])),
                    holders=here._missing_holders(holders),
                    unknown=unknown,
                )
            )
        return steps, self._plan_users(changed, direct, then, steps)

    @api.model
    def _plan_users(self, changed, direct, then, steps):
        """:return: as ``_preview`` of users, for those whose groups change"""
        added = defaultdict(dict)
        for step in steps:
            for holder in step.holders:
                added[holder.user][step.group] = holder.date_from, holder.date_to
        coming = {step.group: step.told["name"] for step in steps if not step.role}
        following_sudo = self._users_with_sudo(changed).union(*added)
        users_sudo = following_sudo.with_context(active_test=False)
        others_sudo = users_sudo.search([("group_ids", "in", list(changed))], order="id") - following_sudo
        rows = following_sudo._preview_hierarchy(direct, added, coming)
        rows += others_sudo._preview({}, closure=then.closure)
        return [row for row in rows if row["gained"] or row["lost"] or row["clash"]]

    @api.model
    def _users_with_sudo(self, groups):
        """:return: the users who have a role of which one of these groups is part, today or some day"""
        groups_sudo = self.env["res.groups"].sudo()  # who may change roles sees what they do
        groups_sudo = groups_sudo.browse(group for group in groups if group > 0)
        return groups_sudo.all_implied_by_ids.role_id._all_lines().user_id

    @api.model
    def _check_names(self, roles):
        """:raises UserError: two external ids of the file are one role here"""
        first = {}
        for name, role in roles.items():
            if first.setdefault(role, name) != name:
                raise UserError(
                    self.env._("%(name)s and %(other)s are the same role here.", name=first[role], other=name)
                )

    @api.model
    def _check_hierarchy(self, then, changed, names):
        """:raises UserError: roles would contain each other, have several user types, or make visitors"""
        if around := [name for group, name in names.items() if then.is_in_itself(group)]:
            raise UserError(
                self.env._(
                    "These roles would contain themselves or each other: %(roles)s.", roles=", ".join(around)
                )
            )
        groups_sudo = self.env["res.groups"].sudo()  # names, for who may change roles
        types = groups_sudo._get_user_type_groups()
        names = {**{role.group_id.id: role.name for role in groups_sudo.browse(changed).role_id}, **names}
        for group, name in names.items():
            closure = then.closure([group])
            self._check_no_visitors(name, closure)
            if len(several := types.browse(id_ for id_ in types.ids if id_ in closure)) > 1:
                raise UserError(
                    self.env._(
                        "The role “%(role)s” would have more than one user type: %(types)s.",
                        role=name,
                        types=", ".join(several.mapped("full_name")),
                    )
                )

    @api.model
    @judged_by_rights_before
    def _carry_out(self, steps):
        """Make of roles what :meth:`_plan` says, all or nothing; their users follow.

        :return: the roles
        """
        groups = self.env["res.groups"]
        with (
            self.env["res.users"]._guarding_administrators(),
            groups._roles_in_step(groups._hierarchy_fields()),
        ):
            made = {step.group: one_step.part(self)._take_wording(step) for step in steps}
            groups = {group: role.group_id.id for group, role in made.items()}
            direct = {made[step.group]: {groups.get(group, group) for group in step.direct} for step in steps}
            # Two roles may change places: what goes, goes first.
            for staying in (lambda role: direct[role] & set(role.implied_ids.ids), lambda role: direct[role]):
                for role in direct:
                    if (implied := staying(role)) != set(role.implied_ids.ids):
                        role.implied_ids = [Command.set(sorted(implied))]
            for step in steps:
                made[step.group]._take_preset(step.told["groups"])
        lines = self.env["res.users.role.line"]
        lines = lines.union(*(made[step.group]._give_to(step.holders) for step in steps)).with_env(self.env)
        lines._take_effect(lines.user_id)
        return self.concat(*made.values()).with_env(self.env)

    def _take_wording(self, step):
        """:return: the role, which is made if it isn't here, still without groups"""
        if not step.role:
            values = {"name": step.told["name"], "comment": step.told["comment"]}
            return self._load_records([{"xml_id": step.told["id"], "noupdate": True, "values": values}])
        role = step.role.with_env(self.env)
        if step.wording:
            role.write(step.wording)
        return role

    def _take_preset(self, names):
        if set(external_ids(self.preset_groups)) != set(names):
            self.preset_groups = "\n".join(names)
        self._apply_preset(keep=False)


def _direct(told, known):
    """
    :param told: as :meth:`ResUsersRoleFileMixin._plan` takes it
    :param known: name of a role or a group -> id of the group
    :return: id of a role's group -> ids of the groups that the file puts right into it
    """
    return {
        known[role["id"]]: frozenset(known[name] for name in role["groups"] if name in known)
        - {known[role["id"]]}
        for role in told
    }
