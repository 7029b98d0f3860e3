"""Texts in the cells of a file that a spreadsheet opens: none of them is a formula."""

# A spreadsheet takes for a formula what begins so; a tab or a line end before it is dropped, and the wide signs count
# like the narrow ones.
_OF_CSV = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
# An XLSX file knows texts; these are what the writer of the file takes for a formula nevertheless.
_OF_XLSX = ("=", "{=")


def csv_cell(value):
    """:return: ``value``, whatever it is; a text that would be a formula in a CSV file has an apostrophe before it"""
    return _defused(value, _OF_CSV)


def xlsx_cell(value):
    """:return: ``value``, whatever it is; a text that would be a formula in an XLSX file has an apostrophe before it"""
    return _defused(value, _OF_XLSX)


def _defused(value, beginnings):
    return f"'{value}" if isinstance(value, str) and value.startswith(beginnings) else value
