"""Which series of Odoo let others invite people."""

from ..rpc.session import series

# ``res.users.web_create_users`` came with Odoo 12 (odoo/addons/base_setup/models/res_users.py there).
_INVITES_SINCE = 12


def can_invite(version):
    """Whether people can be invited to a database over the network. Before, somebody has to do it there by hand.

    :param version: as :class:`~..rpc.session.Session` tells it
    :raises NotUnderstood: it is not a version
    """
    return series(version)[0] >= _INVITES_SINCE
