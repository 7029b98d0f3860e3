import json

from odoo import http

from odoo.addons.web.controllers import export, pivot

from ..tools.cells import csv_cell, xlsx_cell


class CSVExport(export.CSVExport):
    """What a hub exports comes from clients in part: names of users and databases, labels of KPIs. Odoo removes some
    formulas from the cells, but none from the first line."""

    def from_data(self, fields, columns_headers, rows):
        return super().from_data(fields, *_cells(csv_cell, columns_headers, rows))


class ExcelExport(export.ExcelExport):
    """As :class:`CSVExport`. Here Odoo removes no formula at all."""

    def from_data(self, fields, columns_headers, rows):
        return super().from_data(fields, *_cells(xlsx_cell, columns_headers, rows))

    def from_group_data(self, fields, columns_headers, groups):
        _defuse(groups)
        return super().from_group_data(fields, list(map(xlsx_cell, columns_headers)), groups)


class TableExporter(pivot.TableExporter):
    """As :class:`ExcelExport`, for a pivot table that the browser sends."""

    @http.route()
    def export_xlsx(self, data, **kw):
        table = json.loads(data if isinstance(data, str) else data.read())
        shown = {name: value if name == "title" else _told(value) for name, value in (table or {}).items()}
        return super().export_xlsx(json.dumps(shown), **kw)


def _cells(cell, columns_headers, rows):
    return list(map(cell, columns_headers)), [list(map(cell, row)) for row in rows]


def _defuse(group):
    """Take the formulas out of the rows and titles of a
    :class:`~odoo.addons.web.controllers.export.GroupsTreeNode`. The title of a group is a text, or the id and the name
    of a record."""
    group.data = [list(map(xlsx_cell, row)) for row in group.data]
    titled = {
        tuple(map(xlsx_cell, title)) if isinstance(title, tuple) else xlsx_cell(title): child
        for title, child in group.children.items()
    }
    group.children = titled
    for child in titled.values():
        _defuse(child)


def _told(value):
    """A part of a pivot table without formulas: text, number, list or dictionary."""
    if isinstance(value, dict):
        return {name: _told(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_told(part) for part in value]
    return xlsx_cell(value)
