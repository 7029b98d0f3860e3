from datetime import date
from functools import cache
from secrets import randbits
from typing import NamedTuple

from odoo import api, models
from odoo.fields import Domain

from ..tools.hierarchy import Hierarchy


class Outcome(NamedTuple):
    """What becomes of one user."""

    groups: frozenset  # ids of the groups that they get
    given: list | None  # sorted ids of those that the roles give; None without roles
    exclusive: frozenset = (
        frozenset()
    )  # ids of the user types that the roles bring together: nothing is given then


class ResUsersRolePreviewMixin(models.AbstractModel):
    """What roles make of users. Whether it is previewed or done, it is computed here, in superuser mode."""

    _name = "res.users.role.preview.mixin"
    _description = "What roles make of users"

    def _preview_roles(self, added=None, removed=None, groups=(), exact=False, dates=(False, False)):
        """What would become of these users if they got or lost roles.

        :param dates: from when and until when they would have what is added
        :param groups: ids of groups of which they would get a role made of them
        :param exact: what they have besides their roles would be taken away
        :return: as :meth:`_preview`
        """
        none = self.env["res.users.role"].browse()
        users_sudo = self.sudo().with_prefetch()  # who may change roles sees what they do
        enabled, more = users_sudo._enabled_roles(), self._closure(groups)
        roles = {
            user: self._roles_by_dates(enabled.get(user, none), added or none, *dates) - (removed or none)
            for user in users_sudo
        }
        given = none.union(*roles.values())._groups_given()
        wanted = {
            user: more.union(*(given[role] for role in roles[user]))
            for user in users_sudo
            if roles[user] or more or user.role_groups
        }
        adding = {user: dict.fromkeys((added or none).group_id.ids, dates) for user in users_sudo}
        clashes = users_sudo._role_clashes(adding, (removed or none).group_id.ids)
        return users_sudo._preview(wanted, exact, clashes=clashes)

    @api.model
    def _roles_by_dates(self, enabled, added, begin, end):
        """
        :param enabled: roles that count today
        :param added: roles for these dates; whoever has one of them gets the dates for it
        :return: the roles that would count; those that are new and begin later, as on the day when they begin
        """
        today = date.today()
        if (end or date.max) < today:
            return enabled - added
        if (begin or date.min) > today:
            return (enabled - added) | (added - enabled)
        return enabled | added

    def _preview_hierarchy(self, implied, added=None, coming=None):
        """What would become of these users if groups implied others.

        :param implied: id of a group -> ids of what it would imply directly; groups that would come have negative ids
        :param added: user -> {id of the group of a role: (from, until)}, as they would have these roles
        :param coming: id of the group of a role that would come -> name of the role
        :return: as :meth:`_preview`, without groups that would come
        """
        users_sudo = self.sudo().with_prefetch()  # as above
        hierarchy = Hierarchy({**users_sudo._implied(), **implied})
        held = {user: set(roles.group_id.ids) for user, roles in users_sudo._enabled_roles().items()}
        today = date.today()
        for user, dates in (added or {}).items():
            counting = {
                group for group, (begin, end) in dates.items() if (begin or today) <= today <= (end or today)
            }
            held[user] = held.get(user, set()) - dates.keys() | counting
        wanted = {
            user: hierarchy.closure(groups) for user, groups in held.items() if groups or user.role_groups
        }
        clashes = users_sudo._role_clashes(added, closure=hierarchy.closure, coming=coming)
        return [
            {**row, "gained": frozenset(group for group in row["gained"] if group > 0)}
            for row in users_sudo._preview(wanted, closure=hierarchy.closure, clashes=clashes)
        ]

    def _implied(self):
        """:return: id of each group -> ids of the groups that it implies directly. In superuser mode."""
        return {
            group.id: frozenset(group.implied_ids.ids) for group in self.env["res.groups"].search(Domain.TRUE)
        }

    def _preview(self, wanted, exact=False, closure=None, clashes=None):
        """What would become of these users. In superuser mode.

        :param wanted: user -> ids of the groups that roles would give
        :param closure: ids of groups -> all that come with them then, if it is not as now
        :param clashes: what :meth:`_role_clashes` tells
        :return: list of dicts, one for each user: ``user``; ``gained``, ``lost``: ids of groups; ``menus_gained``,
            ``menus_lost``: ids of menus; ``types``: ids of the user types then; ``clash``: None, or why it can't be
        """
        now, then, menus = cache(self._closure), cache(closure or self._closure), cache(self._menus_with)
        outcomes = self._role_outcomes(wanted, exact, then)
        types = set(self.env["res.groups"]._get_user_type_groups().ids)
        rows = []
        for user in self:
            before = now(frozenset(user.group_ids.ids))
            # What somebody was given by hand may come to mean something else, too.
            after = then(outcomes[user].groups if user in outcomes else frozenset(user.group_ids.ids))
            rows.append(
                {
                    "user": user,
                    "gained": after - before,
                    "lost": before - after,
                    "menus_gained": menus(after) - menus(before),
                    "menus_lost": menus(before) - menus(after),
                    "types": after & types,
                    "clash": (clashes or {}).get(user),
                }
            )
        return rows

    def _role_outcomes(self, wanted, exact=False, closure=None):
        """Which groups users get when their roles give what is wanted. In superuser mode.

        :param exact: nothing besides the roles stays, whatever the policy is
        :return: user -> :class:`Outcome`
        """
        closure = cache(closure or self._closure)
        exact = exact or self._drift_policy() == "revert"
        own = set(self._get_self_writable_groups().ids)
        types = set(self.env["res.groups"]._get_user_type_groups().ids)
        portal = self.env.ref("base.group_portal").id
        outcomes = {}
        for user, groups in wanted.items():
            has, before = frozenset(user.group_ids.ids), set(user.role_groups or ())
            type_ = min(has & types or closure(has) & types, default=portal)
            if exclusive := self._exclusive(groups):
                # Groups that came to bring another user type can't stay either.
                kept = {group for group in has if closure(frozenset([group])) & types <= {type_}}
                # What a role gave that has ended goes all the same.
                kept -= before - groups - {type_}
                outcomes[user] = Outcome(frozenset(kept), sorted(kept & before) or None, exclusive)
                continue
            if not groups:
                outcomes[user] = Outcome(frozenset({type_} | (has & own)), None)
                continue
            given = (groups if groups & types else groups | {type_}) - own
            if given == before and not exact:
                outcomes[user] = Outcome(has, sorted(given))
                continue
            more = set() if exact or not before else has - before - own
            # What was given besides the roles stays, but not if it belongs to another user type.
            more = {group for group in more if closure(frozenset([group])) & types <= given}
            outcomes[user] = Outcome(frozenset(given | more | (has & own)), sorted(given))
        return self._with_last_administrator(outcomes, closure)

    def _with_last_administrator(self, outcomes, closure):
        """If nobody would be an administrator any more, one stays: who does this, or else the first of them."""
        system = self.env.ref("base.group_system").id
        administrators = {user for user, active in self._administrators().items() if active}
        losing = self.browse(
            user.id
            for user, outcome in outcomes.items()
            if user.id in administrators and system not in closure(outcome.groups)
        )
        if losing and administrators <= set(losing.ids):
            staying = (losing & self.env.user) or losing[0]
            outcome = outcomes[staying]
            outcomes[staying] = outcome._replace(groups=outcome.groups | {system})
        return outcomes

    def _closure(self, groups):
        """:return: frozenset of ids of these groups and of all that come with them"""
        groups = list(groups)
        return frozenset([*groups, *self.env["res.groups"]._get_group_definitions().get_superset_ids(groups)])

    def _menus_with(self, groups):
        """:return: frozenset of ids of the menus that somebody in exactly these groups reaches"""
        menus = self.env["ir.ui.menu"].with_user(self._stand_in(groups))
        visible = menus._visible_menu_ids() if menus.has_access("read") else frozenset()
        paths = {
            menu.id: menu.parent_path.rstrip("/").split("/")
            for menu in self.env["ir.ui.menu"].browse(visible)
        }
        return frozenset(menu for menu, path in paths.items() if visible.issuperset(map(int, path)))

    def _stand_in(self, groups):
        """A user in exactly these groups, whom Odoo can be asked about, and who is nowhere but in this cache.

        The number is used once: Odoo keeps what it finds out about a user.
        """
        stand_in = self.browse(-1 - randbits(60))
        there = tuple(sorted(group for group in groups if group > 0))
        self._fields["all_group_ids"]._insert_cache(stand_in, [there])
        return stand_in
