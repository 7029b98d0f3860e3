from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from odoo import api, models


@dataclass(frozen=True)
class Holder:
    """Somebody who gets a role from a file."""

    user: models.BaseModel
    date_from: date | None
    date_to: date | None
    reason: str | None


class ResUsersRole(models.Model):
    """Who has a role goes to a file and comes back, for instance when a module is uninstalled and installed again."""

    _inherit = "res.users.role"

    @api.model
    def _find_holders(self, told):
        """
        :param told: list of dicts as ``_told`` of role lines makes them
        :return: (tuple of :class:`Holder`, tuple of logins of whom nobody is here)
        :raises ValidationError: one of them can't have roles
        """
        users = self.env["res.users"].with_context(active_test=False)
        found, unknown = [], []
        for row in told:
            # In the database that the file comes from, an id says who it is, unless somebody else has the login today.
            user = users.search([("login", "=", row["login"])])
            same = user.filtered(lambda user, row=row: user.id == row.get("id"))
            if len(user := same or user) != 1:
                unknown.append(row["login"])
                continue
            user._check_is_person()
            dates = [date.fromisoformat(row[name]) if row.get(name) else None for name in ("from", "until")]
            found.append(Holder(user, *dates, row.get("why") or None))
        return tuple(found), tuple(unknown)

    def _missing_holders(self, holders):
        """:return: those of them who don't have this role as the file says"""
        lines = self._all_lines().grouped("user_id") if self else {}
        return tuple(
            holder
            for holder in holders
            if not (line := lines.get(holder.user))
            or (line.date_from or None, line.date_to or None, line.reason or None)
            != (holder.date_from, holder.date_to, holder.reason)
        )

    def _give_to(self, holders):
        """Give this role to these holders.

        :return: the lines
        """
        together = defaultdict(lambda: self.env["res.users"])
        for holder in holders:
            together[holder.date_from, holder.date_to, holder.reason] |= holder.user.with_env(self.env)
        lines = self.env["res.users.role.line"]
        return lines.union(*(self._assign(users, *how) for how, users in together.items()))
