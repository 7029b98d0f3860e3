from odoo import api, models
from odoo.exceptions import RedirectWarning, ValidationError

_SAVES_A_FORM = "database_saves_a_form"


class ProjectProject(models.Model):
    """Two databases can't have one address and one name: the other one is named to those who may see it."""

    _inherit = "project.project"

    def web_save(self, vals, specification, next_id=None):
        # Only a form can show a button beside the words of an error.
        saving = self.with_context(**{_SAVES_A_FORM: True})
        return super(ProjectProject, saving).web_save(vals, specification, next_id)

    def _database_check_may_move(self, vals):
        """As :meth:`_database_check_are_free`, for values of write() for these databases."""
        if vals.keys().isdisjoint({"database_url", "database_name"}):
            return
        places = [
            (
                vals.get("database_url", database.database_url),
                vals.get("database_name", database.database_name),
            )
            for database in self
        ]
        self._database_check_are_free(places, but=self.ids)

    @api.model
    def _database_check_are_free(self, places, but=()):
        """Name the other database that has one of these addresses, with the same database name. Whoever may not see it
        gets the words of the index only.

        :param places: list of (address, database name), as they will be stored
        :param but: ids of the databases that will be stored there
        :raises ValidationError: another one is there
        :raises RedirectWarning: the same, with a button that opens it, where a form is saved
        """
        wanted = {(url, name or "") for url, name in places if url}
        # The hub itself looks first, and tells nobody.
        if not wanted or self.env.su:
            return
        mine = self.with_context(active_test=False, allowed_company_ids=self.env.user.company_ids.ids)
        domain = [("database_url", "in", [url for url, _name in wanted]), ("id", "not in", list(but))]
        for other in mine.search(domain):
            if (other.database_url, other.database_name or "") in wanted:
                other._database_is_there_already(asks=self.env.context.get(_SAVES_A_FORM))

    def _database_is_there_already(self, *, asks):
        """
        :param asks: whether there is room for a button
        :raises ValidationError:
        :raises RedirectWarning:
        """
        words = (
            self.env._(
                "Another database has this address and this database name already: “%s”. It is archived.",
                self.name,
            )
            if not self.active
            else self.env._(
                "Another database has this address and this database name already: “%s”.", self.name
            )
        )
        if not asks:
            raise ValidationError(words)
        raise RedirectWarning(words, self._database_form_action(), self.env._("Open “%s”", self.name))

    def _database_form_action(self):
        """:return: action that opens this one database"""
        action = self.env["ir.actions.actions"]._for_xml_id(
            "fleet_databases.project_project_action_databases"
        )
        forms = [view for view in action["views"] if view[1] == "form"]
        return {**action, "views": forms, "view_mode": "form", "res_id": self.id, "display_name": self.name}
