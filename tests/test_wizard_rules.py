"""With everything installed: what somebody has entered into a wizard is for nobody else."""

from pathlib import Path

from odoo.addons.fleet_databases.tests.common import DatabasesCase

from bootstrap import addons

EXCEPTIONS = Path(__file__).parent / "access" / "wizards_without_rule.txt"
OWN = "[('create_uid', '=', user.id)]"
# Files with API keys go through it.
OF_ODOO = {"base_import.import"}


def _extending(model):
    """The addons that define or extend a model itself; what they do to all models there are does not count."""
    return (
        getattr(part, "_module", None) for part in model.mro() if getattr(part, "_name", "base") != "base"
    )


def exceptions():
    lines = EXCEPTIONS.read_text().splitlines()
    return {line for line in lines if line and not line.startswith("#")}


class TestWizardRules(DatabasesCase):
    def wizards(self):
        """Names of the transient models that our addons, and those of OCA that they need, define or extend."""
        of_ours = set(addons.manifests()) | set(addons.oca_dependencies())
        return OF_ODOO | {
            name
            for name, model in self.env.registry.items()
            if model._transient and of_ours & set(_extending(model))
        }

    def test_each_has_a_rule(self):
        self.assertIn("wizard.groups.into.role", self.wizards())
        self.assertIn("res.config.settings", self.wizards())
        rules = self.env(su=True)["ir.rule"].search([("global", "=", True), ("domain_force", "=", OWN)])
        always = rules.filtered(lambda rule: all(rule[f"perm_{mode}"] for mode in rule._MODES))
        self.assertEqual(self.wizards() - set(always.mapped("model_id.model")), exceptions())

    def test_fields_are_read_as_the_person(self):
        """Not as superuser: related ones, and those that are computed and stored."""
        ours = [
            field
            for name in self.wizards()
            for field in self.env[name]._fields.values()
            if field._module in addons.manifests()
        ]
        self.assertIn("databases.key.renewal.login", map(str, ours))
        self.assertEqual([str(field) for field in ours if field.name != "id" and field.compute_sudo], [])
