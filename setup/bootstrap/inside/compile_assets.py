"""Compiles the bundles of the web client and keeps them in the database: compile_assets.py CONFIGURATION DATABASE.

Odoo's own runner does the same before tests with a browser, and forgets them with the database.
"""

import sys

from opened import configure, opened  # first: it sets Odoo up

configure(sys.argv[1])
with opened(sys.argv[2]) as env:
    env["ir.qweb"]._pregenerate_assets_bundles()
