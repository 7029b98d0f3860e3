"""Speaks to remote Odoo databases. Pure Python: no Odoo, no recordset, no cursor.

Start with :func:`pull.pull_all`; :class:`rpc.session.Session` is one conversation with one database.
"""
