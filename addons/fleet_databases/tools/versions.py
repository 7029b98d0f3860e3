"""Versions of Odoo."""

import re


def series(version):
    """:param version: such as ``18.0`` or ``17.2``
    :return: (major, minor), both int; None: it is no version
    """
    found = re.fullmatch(r"([0-9]{1,4})\.([0-9]{1,4})", version or "")
    return tuple(map(int, found.groups())) if found else None
