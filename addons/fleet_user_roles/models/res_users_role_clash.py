from collections import defaultdict
from datetime import date

from markupsafe import Markup
from psycopg2 import IntegrityError

from odoo import fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date

# In the context of roles that go: their users keep the groups. It is an object, so it can't come over the wire.
GROUPS_STAY = object()
_PROBLEM = "fleet_user_roles.mail_activity_type_role_problem"


class ResUsersRoleClashMixin(models.AbstractModel):
    """Roles that can't be had together are refused where somebody gives them. Where they come to it later, that is a
    matter of this user alone: their groups stay as they are, and an administrator is told."""

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

    def _role_clashes(self, added=None, removed=None, dates=(False, False), closure=None):
        """Who has, or would have, roles that exclude each other, today or some day. In superuser mode.

        :param added: roles that they would get, for ``dates``: from, until
        :param removed: roles that they would lose
        :param closure: ids of groups -> all that come with them then, if it is not as now
        :return: user -> (the first such day, the roles that bring user types then, ids of these user types)
        """
        none, closure, today = self.env["res.users.role"].browse(), closure or self._closure, date.today()
        spans = defaultdict(list)
        for line in self._role_lines_sudo():
            if line.role_id not in (added or none) | (removed or none):
                spans[line.user_id].append((line.role_id, line.date_from, line.date_to))
        for user in self:
            spans[user] += [(role, *dates) for role in added or none]
        types = frozenset(self.env["res.groups"]._get_user_type_groups().ids)
        roles = {role for given in spans.values() for role, _begin, _end in given}
        types_of = {role: types & closure([role.group_id.id]) for role in roles}
        clashes = {}
        for user, given in spans.items():
            # What excludes each other on some day does so when the last of it begins.
            for day in sorted({max(today, begin or today) for _role, begin, _end in given}):
                held = none.union(
                    *(
                        role
                        for role, begin, end in given
                        if (begin or day) <= day <= (end or day) and types_of[role]
                    )
                )
                if exclusive := self._exclusive(frozenset().union(*(types_of[role] for role in held))):
                    clashes[user] = day, held, exclusive
                    break
        return clashes

    def _check_roles_possible(self):
        """:raises ValidationError: one of these users has roles that exclude each other, today or some day"""
        users_sudo = self.sudo()  # for a check
        for user, clash in users_sudo._role_clashes().items():
            raise ValidationError(user._clash_message(*clash))

    def _clash_message(self, day, roles, types):
        told = {
            "user": self.name,
            "roles": ", ".join(roles.with_env(self.env).mapped("name")),
            "types": ", ".join(self._group_names(types)),
        }
        # What holds already says the same tomorrow.
        if day <= date.today():
            return self.env._(
                "%(user)s can’t have the roles %(roles)s at the same time: they make different kinds of user "
                "(%(types)s).",
                **told,
            )
        return self.env._(
            "%(user)s can’t have the roles %(roles)s at the same time, from %(day)s on: they make different kinds of "
            "user (%(types)s).",
            day=format_date(self.env, day),
            **told,
        )

    def _clash_problem(self, *clash):
        # In the language of who is told, whoever comes upon it.
        user = self.with_context(lang=self._in_charge_of_roles().lang)
        return user.env._(
            "%(reason)s Their groups stay as they are. Withdraw one of these roles, or change it.",
            reason=user._clash_message(*clash),
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
            partner = user.partner_id
            partner.activity_unlink([_PROBLEM])
            if problem:
                partner.activity_schedule(
                    _PROBLEM,
                    summary=self.env._("%(user)s can’t follow the roles", user=user.name),
                    note=Markup("%s") % problem,
                    user_id=user._in_charge_of_roles().id,
                )
