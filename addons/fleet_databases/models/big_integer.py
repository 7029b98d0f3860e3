from odoo import fields


class BigInteger(fields.Integer):
    """An integer of 64 bits: what a client's database counts may be more than 2³¹."""

    _column_type = ("int8", "int8")
