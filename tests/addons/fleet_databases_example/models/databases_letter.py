import time
from functools import partial
from pathlib import Path

from odoo import api, fields, models
from odoo.tools import config
from odoo.tools.translate import LazyTranslate

from odoo.addons.fleet_databases.models.run.claim import Claim
from odoo.addons.fleet_databases.models.run.run_kind import RunKind
from odoo.addons.fleet_databases.models.settings import setting
from odoo.addons.fleet_databases.remote.sink import Sink
from odoo.addons.fleet_databases.remote.values import Place

from .project_project import NoStreet

_lt = LazyTranslate(__name__)


class DatabasesLetter(models.Model):
    """A long task whose subject is no database: it writes a file, slowly."""

    _name = "databases.letter"
    _inherit = ["databases.task"]
    _description = "Letter"

    _subject = "partner_id"
    _subject_claim = Claim("example_letter_until", "example_letter_claim")
    _seconds = 6 * 60 * 60

    partner_id = fields.Many2one("res.partner", "Contact", readonly=True, index=True, ondelete="set null")
    lines = fields.Integer(readonly=True)
    size = fields.Integer("Size (bytes)", readonly=True)

    @api.model
    def _write_to(self, partners):
        lines = setting(self.env, "example_lines")
        values = [{"partner_id": partner.id, "lines": lines, "is_long": True} for partner in partners]
        return self._start("example_letter", values)._get_records_action()

    def _again(self):
        return self._write_to(self.partner_id)

    @api.model
    def _targets(self, partners):
        return [Place(partner.id) for partner in partners]

    def _path(self):
        return Path(config["data_dir"]) / f"{self.env.cr.dbname}-letter-{self.id}.txt"

    def _sink(self):
        return Sink(self._path())

    def _work(self):
        path = self._path()
        if self.tries > 1 and path.exists():
            # An earlier try was interrupted after the file was complete.
            return lambda _limits: {"size": path.stat().st_size}
        return partial(_write, self.partner_id.name, self.partner_id.street, self.lines)

    def _end(self, result):
        super()._end(result)
        self.size = result.answers.get("size", 0)


def _write(name, street, lines, limits):
    """The work, in a thread: it gets values, and looks at its limits."""
    if not street:
        raise NoStreet(name)
    for line in range(lines):
        limits.seconds_left()
        limits.sink.add(f"Dear {name},\n".encode())
        limits.sink.tell(line + 1, lines)
        time.sleep(0.1)
    return {"size": limits.sink.written}


class DatabasesRun(models.Model):
    _inherit = "databases.run"

    letter_ids = fields.One2many("databases.letter", "run_id", "Letters", readonly=True)

    @api.model
    def _kinds(self):
        letter = RunKind(_lt("Write letters"), _lt("Writing letters: %s"), "letter_ids", "_again")
        return {**super()._kinds(), "example_letter": letter}


class DatabasesSettings(models.TransientModel):
    _inherit = "databases.settings"

    example_lines = fields.Integer(
        config_parameter="fleet_databases_example.lines", default=100, lowest=1, highest=10**6
    )
