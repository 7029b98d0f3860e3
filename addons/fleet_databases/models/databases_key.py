from odoo import fields, models


class DatabasesKey(models.Model):
    """API keys, in a table of their own: one for each database, and that of the Odoo.com account, without database.

    PostgreSQL and Odoo tell a refused statement together with the whole row, to the log and to whoever caused it. This
    row holds nothing that a person can have refused. Nobody has access; a database's ``database_api_key`` and the
    settings are the way.
    """

    _name = "databases.key"
    _description = "API key of a remote database"
    _rec_name = "project_id"

    project_id = fields.Many2one("project.project", "Database", index=True, ondelete="cascade")
    key = fields.Char()

    def _keys(self, project_ids):
        """:return: id of the database, or False for the Odoo.com account -> key; those without are missing"""
        return {row.project_id.id: row.key for row in self.search([("project_id", "in", project_ids)])}

    def _replace(self, keys):
        """Store other keys.

        :param keys: id of the database, or False for the Odoo.com account -> key, or nothing: then there is none
        """
        self.search([("project_id", "in", list(keys))]).unlink()
        self.create([{"project_id": id_, "key": key} for id_, key in keys.items() if key])
