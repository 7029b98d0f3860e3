"""Pure functions for what the remote side answered and for what a person typed. No Odoo."""
