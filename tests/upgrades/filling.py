"""Fills a hub as people do. Runs inside Odoo, with our code of the day that a commit of ``upgrades.txt`` is of."""

from farm import fleet, odoo_com

ANN, BOB = "ann@agency.example", "bob@agency.example"


def fill(env, account, addresses):
    """Make settings, databases, runs and changes of users. Commits.

    :param account: address of the Odoo.com account; it lists one more database, which its key opens
    :param addresses: name -> (address, name of the database): ``premise``, ``sh``, ``former``, which is archived,
        ``old``, which speaks XML-RPC, ``refusing``, which refuses the key
    """
    env = env(user=env.ref("base.user_admin"))
    _set(env, account)
    env["project.project"].action_pull_from_odoo_com()
    databases = _databases(env, addresses)
    env.cr.commit()
    env.ref("fleet_databases.ir_cron_synchronize").method_direct_trigger()
    env.cr.commit()
    env.invalidate_all()
    databases["former"].active = False
    _name_a_column(env(su=True))
    _change_users(env["databases.user.change"], databases)
    env.cr.commit()


def _set(env, account):
    env["ir.config_parameter"].set_param("fleet_databases.odoo_com_url", account)
    template = {"name": "Template", "is_template": True, "database_fetch_documents": False}
    env["databases.settings"].create(
        {
            "odoo_com_login": odoo_com.LOGIN,
            "odoo_com_key": fleet.KEY,
            "template_id": env["project.project"].create(template).id,
            "workers": 3,
            "timeout": 7,
            "hours": 48,
            "oldest_version": 18,
            "plain_http": True,
        }
    )


def _databases(env, addresses):
    """:return: name -> database"""
    projects = env["project.project"]
    projects.create(
        {"name": "Webshop", "database_hosting": "other", "database_url": "https://shop.example.com/admin"}
    )
    return {
        name: projects.create(
            {
                "name": name,
                "database_hosting": "paas" if name == "sh" else "premise",
                "database_url": url,
                "database_name": database,
                "database_api_login": "hub",
                "database_api_key": fleet.KEY,
            }
        )
        for name, (url, database) in addresses.items()
    }


def _name_a_column(env):
    definition = env["properties.base.definition"].search(
        [("properties_field_id.name", "=", "database_kpi_properties")]
    )
    properties = definition.properties_definition
    properties[0]["string"] = "Named by hand"
    definition.properties_definition = properties


def _change_users(changes, databases):
    """One change of each outcome, and one that waits because somebody else is asking its database."""
    premise, busy = databases["premise"], databases["sh"]
    changes._request("invite", [(premise, ANN, "Ann"), (databases["refusing"], ANN, "Ann")])
    changes._request("invite", [(premise, ANN, "Ann")])
    busy.database_claimed_until = "2100-01-01"
    changes._request("invite", [(busy, BOB, "Bob")])
    busy.database_claimed_until = False
