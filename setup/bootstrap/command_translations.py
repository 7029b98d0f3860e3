"""``setup/translations``: writes each addon's template and brings its translations in step."""

from . import translations
from .say import note


def main(arguments):
    """Write, and print how many terms wait for a translation."""
    if arguments:
        print("usage: setup/translations")
        return 2
    translations.run("write")
    note("What is missing is an empty msgstr in addons/*/i18n/*.po; setup/lint lists it")
    return 0
