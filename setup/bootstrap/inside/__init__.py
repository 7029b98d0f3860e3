"""Scripts that the virtual environment's Python runs, with Odoo and psycopg2 at hand."""
