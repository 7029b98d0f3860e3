from odoo.tools import email_normalize

from ...tools.remote_users import is_address


def login_address(login):
    """The e-mail address that a login is, in lower case; False if the login is not an address. A login such as
    ``admin`` is another person in each database. A login that only contains an address, as ``Ann <ann@example.com>``,
    proves nothing, because anybody may choose such a login."""
    if not is_address(login or ""):
        return False
    address = (email_normalize(login) or "").lower()
    return address if address and address == login.strip().lower() else False
