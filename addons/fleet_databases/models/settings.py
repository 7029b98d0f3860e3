"""The numbers that an administrator may change in the settings."""

from typing import NamedTuple


class Settings(NamedTuple):
    """
    :param workers: how many databases are asked at the same time
    :param per_host: how many of them on one host
    :param timeout: seconds that each call may last
    :param hours: between two synchronizations of a database
    :param keep_days: how long runs are kept
    """

    workers: int = 32
    per_host: int = 4
    timeout: int = 15
    hours: int = 24
    keep_days: int = 30


def parameter(name):
    """Key of the system parameter behind a setting."""
    return f"fleet_databases.{name}"


# Beyond these a setting makes no sense, or a call could outlast the claim of its database.
HIGHEST = Settings(workers=500, per_host=500, timeout=60, hours=24 * 365, keep_days=365 * 10)


def settings(env):
    """The settings in force; whatever is not a positive number counts as not set.

    :return: :class:`Settings`
    """
    parameters_sudo = env["ir.config_parameter"].sudo()  # numbers only; else just for system administrators
    written = {name: str(parameters_sudo.get_param(parameter(name))) for name in Settings._fields}
    values = {name: int(value) for name, value in written.items() if value.isdecimal() and int(value)}
    return Settings(**{name: min(value, getattr(HIGHEST, name)) for name, value in values.items()})
