"""Which series of Odoo let others invite people."""

# ``res.users.web_create_users`` came with Odoo 12 (odoo/addons/base_setup/models/res_users.py there).
_INVITES_SINCE = 12


def can_invite(series):
    """Whether people can be invited to a database over the network. Before, somebody has to do it there by hand.

    :param series: (major, minor), as :class:`~..rpc.session.Session` tells it
    """
    return series[0] >= _INVITES_SINCE
