import logging
from datetime import date
from typing import NamedTuple

from markupsafe import Markup
from psycopg2 import IntegrityError

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

_logger = logging.getLogger(__name__)

# In the context of roles that go: their users keep the groups. It is an object, so it can't come over the wire.
GROUPS_STAY = object()
_PROBLEM = "fleet_user_roles.mail_activity_type_role_problem"


class Clash(NamedTuple):
    """Why somebody can't have all their roles."""

    day: date  # the first on which they exclude each other
    groups: tuple  # ids of the groups of the roles that bring user types then
    types: frozenset  # ids of these user types
    coming: dict  # id of the group of a role that is yet to be made -> name of the role
    is_refused: bool  # what is to be added takes part in it; otherwise it is there without that


class ResUsersRoleClashMixin(models.AbstractModel):
    """Roles that can't be had together are refused where somebody gives them. Where they come to it later, that is a
    matter of this user alone: their groups stay as they are, and an administrator is told. A role that has no part in
    it can still be given, and takes effect when it is solved."""

    _name = "res.users.role.clash.mixin"
    _description = "Roles that exclude each other"

    role_problem = fields.Char(
        "Can't follow the roles",
        copy=False,
        readonly=True,
        groups="base.group_erp_manager",
        help="Why the groups of this user are not those of the roles, and what to do.",
    )

    def _forget_roles(self, roles):
        """Let what these roles give be given besides roles from now on. In superuser mode."""
        for user, enabled in self._enabled_roles().items():
            given = frozenset().union(*(enabled - roles)._groups_given().values())
            staying = user.with_context(role_groups_stay=GROUPS_STAY)
            staying.role_groups = sorted(given) or False
            staying._note_problems({user: user.role_problem} if user._exclusive(given) else {})

    def _groups_stay(self):
        return self.env.context.get("role_groups_stay") is GROUPS_STAY

    def _exclusive(self, groups):
        """:return: frozenset of ids of the user types among these ids, if there is more than the one that can be"""
        types = self.env["res.groups"]._get_user_type_groups()
        found = frozenset(types.ids) & frozenset(groups)
        return found if len(found) > 1 else frozenset()

    def _role_clashes(self, added=None, removed=(), closure=None, coming=None):
        """Who has, or would have, roles that exclude each other, today or some day. In superuser mode.

        What is previewed and what is refused is both decided here.

        :param added: user -> {id of the group of a role: (from, until)}, as they would have these roles
        :param removed: ids of the groups of roles that they would lose
        :param closure: ids of groups -> all that come with them then, if it is not as now
        :param coming: id of the group of a role that is yet to be made -> name of the role
        :return: user -> :class:`Clash`, the first of theirs; one by which what is added is refused, before others
        """
        closure, today = closure or self._closure, date.today()
        lines = self._role_lines_sudo().grouped("user_id")
        had = {user: lines[user]._dates_by_group() if user in lines else {} for user in self}
        have = {user: {**dates, **(added or {}).get(user, {})} for user, dates in had.items()}
        types = frozenset(self.env["res.groups"]._get_user_type_groups().ids)
        groups = {group for dates in have.values() for group in dates} - set(removed)
        types_of = {group: types & closure([group]) for group in groups}
        clashes = {}
        for user, dates in have.items():
            adding = set((added or {}).get(user, ()))
            typing = {group: span for group, span in dates.items() if types_of.get(group)}
            # What excludes each other on some day does so when the last of it begins.
            for day in sorted({max(today, begin or today) for begin, _end in typing.values()}):
                held = tuple(
                    group for group, (begin, end) in typing.items() if (begin or day) <= day <= (end or day)
                )
                exclusive = self._exclusive(frozenset().union(*(types_of[group] for group in held)))
                is_refused = bool(exclusive) and not adding.isdisjoint(held)
                if is_refused or (exclusive and user not in clashes):
                    clashes[user] = Clash(day, held, exclusive, coming or {}, is_refused)
                if is_refused:
                    break
        return clashes

    def _lock_roles(self):
        """Let nobody else give a role to one of these users at the same time: of two transactions that do, the second
        begins anew, and sees what the first gave."""
        self.env.cr.execute("UPDATE res_users SET active = active WHERE id IN %s", (tuple(self.ids) or (0,),))

    def _clash_message(self, clash):
        groups_sudo = self.env["res.groups"].sudo()  # names, for who may change roles
        names = [clash.coming.get(group) or groups_sudo.browse(group).name for group in clash.groups]
        told = {
            "user": self.name,
            "roles": ", ".join(names),
            "types": ", ".join(self._group_names(clash.types)),
        }
        # What holds already says the same tomorrow.
        if clash.day <= date.today():
            return self.env._(
                "%(user)s can’t have the roles %(roles)s at the same time: they make different kinds of user "
                "(%(types)s).",
                **told,
            )
        return self.env._(
            "%(user)s can’t have the roles %(roles)s at the same time, from %(day)s on: they make different kinds of "
            "user (%(types)s).",
            day=format_date(self.env, clash.day),
            **told,
        )

    def _clash_problem(self, clash):
        return self.env._(
            "%(reason)s Their groups stay as they are. Withdraw one of these roles, or change it.",
            reason=self._clash_message(clash),
        )

    def _in_charge_of_roles(self):
        return self._role_lines_sudo()[-1:]._in_charge()

    def _each_by_itself(self, do):
        """Call ``do`` with these users; where that fails, with each of them by itself.

        :return: user -> why it failed for them; nothing of what it did for them stays
        """
        try:
            with self.env.cr.savepoint():
                do(self)
            return {}
        except (UserError, IntegrityError) as error:
            if len(self) == 1:
                return {self: self.env._("%(user)s: %(error)s", user=self.name, error=error)}
        return {failing: reason for user in self for failing, reason in user._each_by_itself(do).items()}

    def _note_problems(self, problems):
        """Remember which of these users can't follow their roles, and tell somebody in charge once. In superuser mode.

        :param problems: user -> a sentence that says why; whoever is left out can
        """
        for user in self:
            problem = problems.get(user)
            if (user.role_problem or None) == problem:
                continue
            # To write it is no reason to try once more: it might fail once more, and say so in other words.
            user.with_context(role_groups_stay=GROUPS_STAY).role_problem = problem
            # What was given to others in the same transaction stays, also if nobody can be told.
            try:
                with self.env.cr.savepoint():
                    user._tell_problem(problem)
            except (UserError, IntegrityError):
                _logger.exception("Nobody could be told that user %s can't follow the roles", user.id)

    def _tell_problem(self, problem):
        partner = self.partner_id
        partner.activity_unlink([_PROBLEM])
        if problem:
            told = self._in_charge_of_roles()
            spoken = partner.with_context(lang=told.lang)
            spoken.activity_schedule(
                _PROBLEM,
                summary=spoken.env._("%(user)s can’t follow the roles", user=self.name),
                note=Markup("%s") % problem,
                user_id=told.id,
            )
