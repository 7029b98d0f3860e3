"""Makes sure that no text in an exported file becomes a formula when a spreadsheet opens it."""

# A spreadsheet takes a text for a formula if it begins with one of these. It ignores a tab or a line end before it, and
# takes the wide characters for the narrow ones.
_OF_CSV = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
# An XLSX file has cells for text, but the library that writes it turns these into formulas and links to files.
_OF_XLSX = ("=", "{=", "external:", "internal:")


def csv_cell(value):
    """:return: ``value``; if it is a text that would be a formula in a CSV file, with an apostrophe before it"""
    return _defused(value, _OF_CSV)


def xlsx_cell(value):
    """:return: ``value``; if it is a text that would be a formula or a link in an XLSX file, with an apostrophe before
    it"""
    return _defused(value, _OF_XLSX)


def _defused(value, beginnings):
    return f"'{value}" if isinstance(value, str) and value.startswith(beginnings) else value
