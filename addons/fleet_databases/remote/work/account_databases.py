"""The databases of an Odoo.com account. Odoo documents the call, but not the shape of a row."""

from ..errors import ProtocolNotSpoken
from ..rpc.json2 import Json2
from ..rpc.xmlrpc import XmlRpc

DATABASE = "openerp"  # the database of Odoo.com itself


def ask_account(session):
    """The work of asking an account for its databases. The answer stands under ``databases``, unchecked."""
    target, transport = session.target, session.transport
    try:
        answer = Json2(transport, target).call("odoo.database", "list", {})
    except ProtocolNotSpoken:
        answer = XmlRpc(transport, target).call("odoo.database", "list", {})
    return {"databases": answer}
