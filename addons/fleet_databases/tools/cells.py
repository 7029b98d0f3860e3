"""Texts in the cells of a file that a spreadsheet opens: none of them is a formula."""

# A spreadsheet takes for a formula what begins so; a tab or a line end before it is dropped, and the wide signs count
# like the narrow ones.
_OF_CSV = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
# An XLSX file knows texts; the writer of the file takes these for formulas and for links to files nevertheless.
_OF_XLSX = ("=", "{=", "external:", "internal:")


def csv_cell(value):
    """:return: ``value``, whatever it is; a text that would be a formula in a CSV file has an apostrophe before it"""
    return _defused(value, _OF_CSV)


def xlsx_cell(value):
    """:return: ``value``, whatever it is; a text that would be more than text in an XLSX file has an apostrophe
    before it"""
    return _defused(value, _OF_XLSX)


def _defused(value, beginnings):
    return f"'{value}" if isinstance(value, str) and value.startswith(beginnings) else value
