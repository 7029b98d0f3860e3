"""What an administrator of Databases may set, kept in system parameters."""

from typing import NamedTuple

from ..remote.values import Reach
from ..tools import address

ODOO_COM = "https://www.odoo.com"


class Settings(NamedTuple):
    """
    :param workers: how many databases are asked at the same time
    :param per_host: how many of them on one host
    :param timeout: seconds that each call may last
    :param hours: between two synchronizations of a database
    :param keep_days: how long runs are kept
    :param oldest_version: major version of Odoo; those before it count as outdated
    """

    workers: int = 32
    per_host: int = 4
    timeout: int = 15
    hours: int = 24
    keep_days: int = 30
    oldest_version: int = 17


class Account(NamedTuple):
    """The Odoo.com account.

    :param url: where it is; a parameter of its own, for tests
    :param login: API user
    :param template: id of the project template of new databases, or 0
    """

    url: str
    login: str
    template: int


REACH = ("own_network", "plain_http", "proxies")

# Beyond these a setting makes no sense, or a call could outlast the claim of its database.
HIGHEST = Settings(
    workers=500, per_host=500, timeout=60, hours=24 * 365, keep_days=365 * 10, oldest_version=999
)


def settings(env):
    """The settings in force; whatever is not a positive number counts as not set.

    :return: :class:`Settings`
    """
    written = {name: _read(env, name) for name in Settings._fields}
    values = {name: int(value) for name, value in written.items() if value.isdecimal() and int(value)}
    return Settings(**{name: min(value, getattr(HIGHEST, name)) for name, value in values.items()})


def reach(env):
    """:return: the :class:`~..remote.values.Reach` in force"""
    return Reach(**{name: _read(env, name) == "True" for name in REACH})


def account(env):
    """:return: the :class:`Account` in force"""
    url, template = _read(env, "odoo_com_url"), _read(env, "template")
    return Account(
        url=address.origin(url) if url and not address.flaw(url) else ODOO_COM,
        login=_read(env, "odoo_com_login"),
        template=int(template) if template.isdecimal() else 0,
    )


def write(env, values):
    """Store settings.

    :param values: a field of Settings or of Reach, ``odoo_com_login`` or ``template`` -> value
    """
    parameters_sudo = env["ir.config_parameter"].sudo()  # the caller is an administrator of Databases
    for name, value in values.items():
        parameters_sudo.set_param(_parameter(name), value or "")


def _read(env, name):
    parameters_sudo = env["ir.config_parameter"].sudo()  # our own only; else just for system administrators
    return str(parameters_sudo.get_param(_parameter(name)) or "").strip()


def _parameter(name):
    return f"fleet_databases.{name}"
