from odoo import api, models

from ...remote.errors import kinds_of_servers
from ...tools.failures import counted
from ..words import reasons

# The sentence is one line.
_MAX_REASONS = 3


class ProjectProject(models.Model):
    """What fails at the moment, in one line."""

    _inherit = "project.project"

    @api.model
    @api.readonly
    def action_database_failures(self):
        """Count the databases that fail, of those that the person may see.

        :return: a sentence, such as “25 failing: 20 × No connection on srv1.example.com, 5 × Wrong key”; False if
            none fails
        """
        failing = [*self._database_pullable_domain(), ("database_synchro_error", "!=", False)]
        groups = self._read_group(failing, ["database_synchro_error", "database_url"], ["__count"])
        told = counted(groups, kinds_of_servers())
        return bool(told) and self._database_failures_sentence(told)

    @api.model
    def _database_failures_sentence(self, told):
        """:param told: as :func:`~...tools.failures.counted` returns it"""
        words = dict(reasons(self))
        parts = [self._database_failure_words(words.get(kind, kind), *rest) for kind, *rest in _shown(told)]
        if others := sum(count for count, _kind, _host in told[_MAX_REASONS:]):
            parts.append(self.env._("%s others", others))
        total = sum(count for count, _kind, _host in told)
        return self.env._("%(count)s failing: %(reasons)s", count=total, reasons=", ".join(parts))

    @api.model
    def _database_failure_words(self, reason, count, host):
        if not host:
            return f"{count} × {reason}"
        return self.env._("%(count)s × %(reason)s on %(host)s", count=count, reason=reason, host=host)


def _shown(told):
    return [(kind, count, host) for count, kind, host in told[:_MAX_REASONS]]
