from odoo import fields, models


class DatabasesKey(models.Model):
    """The API key of a database, in a table of its own.

    PostgreSQL and Odoo tell a refused statement together with the whole row, to the log and to whoever caused it. This
    row holds nothing that a person can have refused. Nobody has access; a database's ``database_api_key`` is the way.
    """

    _name = "databases.key"
    _description = "API key of a remote database"
    _rec_name = "project_id"

    project_id = fields.Many2one("project.project", "Database", required=True, index=True, ondelete="cascade")
    key = fields.Char()
