"""Which series of Odoo let others invite people, and which rights these get."""

from ..shape import count, listed, rows, text

# ``res.users.web_create_users`` came with Odoo 12 (odoo/addons/base_setup/models/res_users.py there).
_INVITES_SINCE = 12
# Before, the field was ``groups_id`` and the parameter ``fields_list``.
_RENAMED_SINCE = 19
_MAX_RIGHTS, _MAX_NAME = 200, 100


def can_invite(series):
    """Whether people can be invited to a database over the network. Before, somebody has to do it there by hand.

    :param series: (major, minor), as :class:`~..rpc.session.Session` tells it
    """
    return series[0] >= _INVITES_SINCE


def new_rights(session):
    """The rights of whoever is invited. ``web_create_users`` names none, so they are those that the database itself
    gives new users.

    :return: tuple of the names of groups, in the language of the user behind the key
    :raises RemoteError:
    """
    is_renamed = session.series[0] >= _RENAMED_SINCE
    field = "group_ids" if is_renamed else "groups_id"
    params = {"fields" if is_renamed else "fields_list": [field]}
    told = session.call("res.users", "default_get", params)
    commands = listed(told.get(field) if isinstance(told, dict) else None, _MAX_RIGHTS)
    ids = [id_ for command in commands for id_ in _added(listed(command, 3))]
    if not ids:
        return ()
    asked = {"domain": [["id", "in", ids]], "fields": ["full_name"]}
    found = rows(session.call("res.groups", "search_read", asked), _MAX_RIGHTS)
    return tuple(sorted(text(row.get("full_name"), _MAX_NAME) for row in found))


def _added(command):
    """The ids that a command of a many2many field adds."""
    match command:
        case [4, id_, *_nothing]:
            return [count(id_)]
        case [6, _zero, ids]:
            return [count(id_) for id_ in listed(ids, _MAX_RIGHTS)]
        case _:
            return []
