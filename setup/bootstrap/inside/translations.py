"""Words of our addons: translations.py CONFIGURATION DATABASE write|compare LANGUAGES ADDON…, each a folder.

``write`` makes each addon's template, ``i18n/NAME.pot``, what its code and records give, and brings its translations in
step; ``compare`` changes nothing and fails where that would change something, or where a translation isn't whole.
"""

import io
import re
import sys
from pathlib import Path

from opened import configure, opened  # first: it sets Odoo up

import polib
from odoo.release import serie
from odoo.tools.translate import PoFileWriter, TranslationModuleReader

# What a translation has to have as often as its source: places for values, and marks.
FIXED = re.compile(r"%\([^)]*\)[#0 +-]*[\d.]*[a-zA-Z]|%[sdifr%]|\{\{.*?\}\}|</?[a-zA-Z][\w.:-]*")
BORDERS = re.compile(r"^\s*|\s*$")


def main(configuration, database, mode, languages, *folders):
    """Return the exit status."""
    configure(configuration)
    folders = {Path(folder).name: Path(folder) for folder in folders}
    complaints = []
    for addon, template in _templates(database, folders).items():
        if not template:
            continue  # an addon of rules alone
        path = folders[addon] / "i18n" / f"{addon}.pot"
        complaints += _bring(path, template, mode)
        for language in languages.split(","):
            path = path.with_name(f"{language}.po")
            translation = _translation(template, path, language)
            complaints += _bring(path, translation, mode)
            flawed = _flaws(translation)
            if mode == "write":
                print(f"{addon:32} {language}  {len(translation):5} terms  {len(flawed):5} to do")
            complaints += [f"{path}: {flaw}" for flaw in flawed]
    print("\n".join(complaints if mode == "compare" else ()))
    return 1 if complaints and mode == "compare" else 0


def _templates(database, names):
    """Return ``{addon: POFile}`` with all its terms, of code and of records, in Odoo's order."""
    with opened(database) as env:
        rows = list(TranslationModuleReader(env.cr, modules=list(names)))
    read = [row for row in rows if not _is_of_tests(*row)]
    return {name: _template([row for row in read if row[0] == name], name) for name in names}


def _is_of_tests(addon, kind, path, *_more):
    return kind == "code" and path.startswith(f"addons/{addon}/tests/")


def _template(rows, name):
    writer = PoFileWriter(io.BytesIO(), lang=None)
    writer.write_rows(rows)
    return _headed(writer.po, f"Translation template of {name}.", {})


def _translation(template, path, language):
    """Return the template with what is translated in the file at ``path``; terms that are gone are not in it."""
    known = {entry.msgid: entry for entry in polib.pofile(str(path))} if path.is_file() else {}
    translation = _headed(polib.POFile(), f"Translation of {path.parents[1].name}.", {"Language": language})
    for entry in template:
        old = known.get(entry.msgid)
        translation.append(
            polib.POEntry(
                msgid=entry.msgid,
                msgstr=old.msgstr if old else "",
                comment=entry.comment,
                tcomment=old.tcomment if old else "",
                occurrences=entry.occurrences,
                flags=old.flags if old else (),
            )
        )
    return translation


def _headed(po, header, more):
    # Without the two times: a file differs where its words do.
    po.header = header
    po.metadata = {
        "Project-Id-Version": f"Odoo Server {serie}",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    } | more
    return po


def _bring(path, po, mode):
    """Write the file, or return what is wrong with the one that is there."""
    if mode == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"{po}\n")
    elif not path.is_file() or path.read_text() != f"{po}\n":
        return [f"{path} is not what the code gives: ./setup/translations"]
    return []


def _flaws(translation):
    """Return what is wrong with the terms of a translation, as lines."""
    return [f"{flaw}: {entry.msgid!r}" for entry in translation if (flaw := _flaw(entry))]


def _flaw(entry):
    source, target = entry.msgid, entry.msgstr
    if not target:
        return "not translated"
    if entry.fuzzy:
        return "fuzzy"
    if sorted(FIXED.findall(source)) != sorted(FIXED.findall(target)):
        return "other places for values, or other marks"
    if BORDERS.findall(source) != BORDERS.findall(target):
        return "other spaces around it"
    return None


sys.exit(main(*sys.argv[1:]))
