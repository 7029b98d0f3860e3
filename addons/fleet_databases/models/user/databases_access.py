from odoo import api, fields, models
from odoo.tools import SQL


class DatabasesAccess(models.Model):
    """Who of the hub has an account in which database, and where one is missing or too many. The rows are not stored.

    People are the internal users of the hub, by the address that their login is; whom an address belongs to is said by
    ``res.users._by_address``. Other users of a client are none of them, unless their address is of a domain in which
    people of the hub have theirs.
    """

    _name = "databases.access"
    _description = "Account of a consultant in a database"
    _auto = False
    _order = "person, project_id, id"
    _rec_name = "person"
    _depends = {
        "databases.user": [
            "project_id",
            "address",
            "email",
            "name",
            "shown_login",
            "latest_authentication",
            "is_of_the_hub",
        ],
        "project.project": [
            "active",
            "user_id",
            "partner_id",
            "company_id",
            "database_hosting",
            "database_last_synchro",
        ],
        "res.users": ["active", "share", "database_address", "partner_id"],
        "res.partner": ["name"],
    }

    person = fields.Char("Consultant", readonly=True)
    user_id = fields.Many2one("res.users", readonly=True)
    project_id = fields.Many2one("project.project", "Database", readonly=True)
    account_id = fields.Many2one("databases.user", readonly=True)
    login = fields.Char(readonly=True)
    latest_authentication = fields.Datetime("Last connection", readonly=True)
    state = fields.Selection(
        [
            ("account", "Has an account"),
            ("by_email", "Account with another login"),
            ("archived", "Account of an archived user"),
            ("stranger", "Account of nobody here"),
            ("missing", "Responsible without an account"),
        ],
        "Finding",
        readonly=True,
        help="Whoever has an account with another login does not see the database here.",
    )
    gaps = fields.Integer(readonly=True, help="1, unless a person of the hub simply has an account.")
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    responsible_id = fields.Many2one("res.users", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
            WITH people AS (%s), accounts AS (%s), missing AS (%s),
                 findings AS (SELECT * FROM accounts UNION ALL SELECT * FROM missing)
            SELECT findings.id, findings.person, findings.user_id, findings.project_id, findings.account_id,
                   findings.login, findings.latest_authentication, findings.state,
                   (findings.state <> 'account')::int AS gaps, project.partner_id,
                   project.user_id AS responsible_id, project.company_id
              FROM findings
              JOIN project_project project ON project.id = findings.project_id
             WHERE project.active AND project.database_hosting IS NOT NULL
            """,
            self._people(),
            self._accounts(),
            self._missing(),
        )

    @api.model
    def _people(self):
        """Of several users with one address, it is an active one, and the oldest of these."""
        return SQL(
            """
            SELECT DISTINCT ON (person.database_address)
                   person.id, person.active, person.database_address AS address, partner.name
              FROM res_users person
              JOIN res_partner partner ON partner.id = person.partner_id
             WHERE person.database_address IS NOT NULL AND person.share IS NOT TRUE
             ORDER BY person.database_address, person.active DESC, person.id
            """
        )

    @api.model
    def _accounts(self):
        """Two people may fit: then the login counts."""
        return SQL(
            """
            SELECT account.id * 2 AS id,
                   COALESCE(by_login.name, by_email.name, account.name) AS person,
                   COALESCE(by_login.id, by_email.id) AS user_id,
                   account.project_id,
                   account.id AS account_id,
                   account.shown_login AS login,
                   account.latest_authentication,
                   CASE WHEN COALESCE(by_login.id, by_email.id) IS NULL THEN 'stranger'
                        WHEN NOT COALESCE(by_login.active, by_email.active) THEN 'archived'
                        WHEN by_login.id IS NULL THEN 'by_email'
                        ELSE 'account' END AS state
              FROM databases_user account
              LEFT JOIN people by_login ON by_login.address = account.address
              LEFT JOIN people by_email ON by_email.address = account.email AND by_login.id IS NULL
             WHERE account.is_of_the_hub IS NOT TRUE
               AND (by_login.id IS NOT NULL OR by_email.id IS NOT NULL
                    OR split_part(account.address, '@', 2)
                       IN (SELECT split_part(address, '@', 2) FROM people WHERE active))
            """
        )

    @api.model
    def _missing(self):
        """A database that was never synchronized has not told its accounts."""
        return SQL(
            """
            SELECT database.id * 2 + 1 AS id, partner.name AS person, responsible.id AS user_id,
                   database.id AS project_id, NULL::int AS account_id, NULL::varchar AS login,
                   NULL::timestamp AS latest_authentication, 'missing' AS state
              FROM project_project database
              JOIN res_users responsible ON responsible.id = database.user_id
              JOIN res_partner partner ON partner.id = responsible.partner_id
             WHERE database.database_last_synchro IS NOT NULL AND responsible.active
               AND NOT EXISTS (SELECT FROM accounts
                                WHERE accounts.project_id = database.id AND accounts.user_id = responsible.id)
            """
        )
