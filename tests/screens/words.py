"""The words of our addons that are something else in French."""

import re

import polib

from bootstrap.paths import ADDONS

LANGUAGE = "fr"
# Of a sentence with something put into it, a piece of this length is enough to know it.
LONG = 18
PUT_IN = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\{?[^}]*\}?\}|<[^>]*>|\$\{[^}]*\}")


def english(folders=None):
    """Return the English of our addons, for the page.

    :return: ``whole``, texts that are English where nothing else stands beside them; ``parts``, pieces of sentences
        that are English wherever they stand
    """
    catalogues = [polib.pofile(str(path)) for path in _files(folders)]
    entries = [entry for catalogue in catalogues for entry in catalogue if not entry.obsolete]
    french = {_shown(entry.msgstr) for entry in entries}
    words = {_shown(entry.msgid) for entry in entries if _shown(entry.msgid) != _shown(entry.msgstr)} - french
    pieces = {piece.strip() for word in words for piece in PUT_IN.split(word)}
    whole = {word for word in words if not PUT_IN.search(word)}
    parts = {piece for piece in pieces if len(piece) >= LONG and " " in piece}
    return {"whole": sorted(whole - {""}), "parts": sorted(parts)}


def _files(folders):
    folders = folders or sorted(ADDONS.iterdir())
    return [path for folder in folders if (path := folder / "i18n" / f"{LANGUAGE}.po").is_file()]


def _shown(text):
    return " ".join(text.split())
