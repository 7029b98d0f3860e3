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


def settings(env):
    """The settings in force; whatever is not a positive number counts as not set.

    :return: :class:`Settings`
    """
    parameters_sudo = env["ir.config_parameter"].sudo()  # numbers only; else just for system administrators
    values = {name: str(parameters_sudo.get_param(parameter(name))) for name in Settings._fields}
    return Settings(
        **{name: int(value) for name, value in values.items() if value.isdecimal() and int(value)}
    )
