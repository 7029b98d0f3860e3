import time
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
    _max_bytes = 1024**2

    partner_id = fields.Many2one("res.partner", "Contact", readonly=True, index=True, ondelete="set null")
    lines = fields.Integer(readonly=True)
    size = fields.Integer("Size (bytes)", readonly=True)

    @api.model
    def _write_to(self, partners):
        lines = setting(self.env, "example_lines")
        values = [{"partner_id": partner.id, "lines": lines, "is_long": True} for partner in partners]
        run = self._start("example_letter", values)
        return run._get_records_action(name=run.display_name)

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
        return _Writing(self.partner_id.name, self.partner_id.street, self.lines)

    def _end(self, result):
        super()._end(result)
        self.size = result.answers.get("size", 0)


class _Writing:
    """The work, in a thread: it carries values, and looks at its limits."""

    def __init__(self, name, street, lines):
        self._name, self._street, self._lines = name, street, lines

    def __call__(self, limits):
        if not self._street:
            raise NoStreet(self._name)
        line, size = f"Dear {self._name},\n".encode(), 0
        for number in range(self._lines):
            limits.seconds_left()
            limits.sink.write(line)
            limits.sink.tell(number + 1, self._lines)
            size += len(line)
            time.sleep(0.1)
        return {"size": size}


class DatabasesRun(models.Model):
    _inherit = "databases.run"

    letter_ids = fields.One2many("databases.letter", "run_id", "Letters", readonly=True)

    @api.model
    def _kinds(self):
        letter = RunKind(_lt("Write letters"), _lt("Writing letters: %s"), "letter_ids", "_again")
        return {**super()._kinds(), "example_letter": letter}
