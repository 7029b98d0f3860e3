"""What an administrator of Databases may set.

A setting is a field of ``databases.settings``, Integer, Boolean, Char or Many2one, with these attributes:

- ``config_parameter``: the system parameter that keeps it
- ``default``: its value as long as nothing is set; optional
- ``lowest`` and ``highest``: the smallest and the greatest value of an Integer, which needs both

An addon adds a setting by adding such a field, and shows it in the form.
"""

from typing import NamedTuple

from odoo.modules.module import Manifest

from ..remote.values import Reach
from ..tools import address
from ..tools.agent import agent

ODOO_COM = "https://www.odoo.com"


class Account(NamedTuple):
    """The Odoo.com account.

    :param url: where it is; a parameter of its own, for tests
    :param login: API user
    """

    url: str
    login: str


def setting(env, name):
    """The current value of a setting.

    A system parameter may contain any text. If it is no value of the field, the setting counts as not set. The same
    goes for a number below the lowest, and for a record that does not exist or can't be chosen any more. A number above
    the highest counts as the highest.

    :param name: of a field of ``databases.settings`` that has a ``config_parameter``
    :return: int, bool, text or False, or a recordset, as the field is read
    """
    wizard = env["databases.settings"]
    field = wizard._fields[name]
    value = _READERS[field.type](_read(env, field.config_parameter), field, wizard)
    if value is None:
        value = field.default(wizard) if field.default else False
    return field.convert_to_record(field.convert_to_cache(value, wizard), wizard)


def reach(env):
    """:return: the current :class:`~..remote.values.Reach`"""
    permissions = {name: setting(env, name) for name in ("own_network", "plain_http", "proxies")}
    company_sudo = env["res.company"].sudo()._get_main_company()  # its address on the internet is no secret
    # These and not all fields of both, each time that somebody is asked.
    company_sudo.fetch(["partner_id"])
    company_sudo.partner_id.fetch(["email", "website"])
    contacts = (setting(env, "contact"), company_sudo.email, company_sudo.website)
    return Reach(**permissions, agent=agent(Manifest.for_addon("fleet_databases").version, contacts))


def front_ends(env):
    """:return: host names, as :func:`~..remote.pull.pull_all` takes them"""
    return address.host_names(setting(env, "front_ends") or "")


def account(env):
    """:return: the current :class:`Account`"""
    url = _read(env, "fleet_databases.odoo_com_url")
    return Account(
        url=address.origin(url) if url and not address.flaw(url) else ODOO_COM,
        login=setting(env, "odoo_com_login") or "",
    )


def write(env, values):
    """Store settings.

    :param values: name, as :func:`setting` takes it -> value, as create() takes it
    """
    parameters_sudo = env["ir.config_parameter"].sudo()  # the caller is an administrator of Databases
    for name, value in values.items():
        field = env["databases.settings"]._fields[name]
        is_set = value is not False or field.type == "boolean"
        parameters_sudo.set_param(field.config_parameter, str(value) if is_set else "")


def _read(env, parameter):
    parameters_sudo = env["ir.config_parameter"].sudo()  # only system administrators may; we read our own
    return str(parameters_sudo.get_param(parameter) or "").strip()


# From the text of the parameter to the value, or None: not set.


def _integer(text, field, _wizard):
    if not text.isdecimal() or int(text) < field.lowest:
        return None
    return min(int(text), field.highest)


def _boolean(text, _field, _wizard):
    return text == "True" if text else None


def _char(text, _field, _wizard):
    return text or None


def _many2one(text, field, wizard):
    record = wizard.env[field.comodel_name].browse(int(text) if text.isdecimal() else ())
    return record.exists().filtered_domain(field.get_comodel_domain(wizard)).id or None


_READERS = {"integer": _integer, "boolean": _boolean, "char": _char, "many2one": _many2one}
