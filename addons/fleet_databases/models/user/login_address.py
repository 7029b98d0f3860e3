from odoo.tools import email_normalize

from ...tools.remote_users import is_address


def login_address(login):
    """The e-mail address that a login is, in small letters; False where it is none. ``admin`` is somebody else
    everywhere, and what an address is only a part of, as in ``Ann <ann@example.com>``, anybody may call themselves."""
    if not is_address(login or ""):
        return False
    address = (email_normalize(login) or "").lower()
    return address if address and address == login.strip().lower() else False
