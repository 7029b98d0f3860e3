"""Pure functions on what the remote side answered and on what a person typed. No Odoo."""
