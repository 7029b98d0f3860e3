"""Brings Odoo, PostgreSQL and the demo fleet onto a bare machine. Standard library only."""
