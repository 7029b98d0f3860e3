"""Leaves in a database what an addon for an earlier Odoo installs, as its own files say. Runs in a process of Odoo.

Such an addon can't be installed: its manifest and its code are for another Odoo. An upgrade of the database leaves its
records, with their external ids, less what today's Odoo has no place for.
"""

import csv
import io
import re
from ast import literal_eval
from pathlib import Path

from lxml import etree

from odoo.tools.convert import convert_csv_import, convert_xml_import

REFERENCE = re.compile(r"""ref\(['"]([^'"]+)['"]\),?""")


def leave(env, folder):
    """Leave the records of the addon in this folder, and the addon itself as installed."""
    folder = Path(folder)
    manifest = literal_eval((folder / "__manifest__.py").read_text())
    env["ir.module.module"].create(
        {"name": folder.name, "state": "installed", "latest_version": manifest["version"]}
    )
    _name_extended_models(env, folder)
    for name in manifest["data"]:
        _load[name.rpartition(".")[2]](env, folder, name)


def _name_extended_models(env, folder):
    """Odoo gives each model that an addon extends an external id of that addon."""
    sources = (path.read_text() for path in (folder / "models").glob("*.py"))
    for model in {model for source in sources for model in re.findall(r'_inherit = "(.+)"', source)}:
        env["ir.model.data"].create(
            {
                "module": folder.name,
                "name": f"model_{model.replace('.', '_')}",
                "model": "ir.model",
                "res_id": env["ir.model"]._get_id(model),
            }
        )


def _load_xml(env, folder, name):
    root = etree.fromstring((folder / name).read_bytes())
    for record in root.findall("record"):
        if "." in record.get("id") and not _exists(env, folder, record.get("id")):
            root.remove(record)
        for field in record.findall("field"):
            if field.get("name") not in env[record.get("model")]._fields:
                record.remove(field)
            elif field.get("eval"):
                field.set(
                    "eval",
                    REFERENCE.sub(
                        lambda found: found[0] if _exists(env, folder, found[1]) else "", field.get("eval")
                    ),
                )
    stream = io.BytesIO(etree.tostring(root))
    stream.name = name  # which messages about faults want
    convert_xml_import(env, folder.name, stream, {})


def _load_csv(env, folder, name):
    header, *rows = csv.reader(io.StringIO((folder / name).read_text()))
    model = header.index("model_id:id")
    content = io.StringIO()
    csv.writer(content).writerows([header, *(row for row in rows if _exists(env, folder, row[model]))])
    convert_csv_import(env, folder.name, name, content.getvalue().encode(), {})


_load = {"xml": _load_xml, "csv": _load_csv}


def _exists(env, folder, xmlid):
    return env.ref(xmlid if "." in xmlid else f"{folder.name}.{xmlid}", raise_if_not_found=False)
