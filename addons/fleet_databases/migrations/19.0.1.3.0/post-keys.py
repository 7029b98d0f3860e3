import logging

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.fleet_databases.models.key import encryption_keys
from odoo.addons.fleet_databases.remote.shape import EARLIEST, LATEST
from odoo.addons.fleet_databases.tools.encryption import decrypted

_logger = logging.getLogger(__name__)

_MOMENTS = """
UPDATE %(table)s SET %(column)s = LEAST(GREATEST(%(column)s, %(earliest)s), %(latest)s)
WHERE %(column)s < %(earliest)s OR %(column)s > %(latest)s
"""


def migrate(cr, version):
    """Until now an API key could be sent wherever the database was said to be, and moments had no bounds."""
    for table, column in (
        ("databases_user", "latest_authentication"),
        ("project_project", "database_api_key_end"),
    ):
        names = {"table": SQL.identifier(table), "column": SQL.identifier(column)}
        cr.execute(SQL(_MOMENTS, **names, earliest=EARLIEST, latest=LATEST))
    env = api.Environment(cr, SUPERUSER_ID, {})
    rows = env["databases.key"].search([])
    if rows and not encryption_keys.keys():
        # What is not bound now can't be bound later: better no upgrade than hundreds of keys to enter again.
        raise UserError(env._("The encryption keys are not here. Upgrade on the server that has them."))
    _bind(rows)
    databases = env["project.project"].with_context(active_test=False)
    listed = databases.search([("database_is_listed", "=", True)])
    if listed and encryption_keys.keys():
        env["databases.key"]._write_listings(listed)


def _bind(rows):
    """Encrypt keys anew, for where their databases are now."""
    before = [str(row.project_id.id or "account") for row in rows]
    tokens = list(zip(before, rows.mapped("token"), strict=True))
    secrets = decrypted(tokens, encryption_keys.keys())
    for row, secret in zip(rows, secrets, strict=True):
        if secret is not None:
            row.token = row._encrypted(row.project_id, secret)
    if lost := rows._secrets().count(None):
        _logger.warning(
            "%s API keys can't be decrypted here, as before, and have to be entered again. If this server only lacks "
            "an encryption key, upgrade with it: later it does not help.",
            lost,
        )
