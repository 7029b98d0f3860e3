"""An earlier Odoo over XML-RPC: it has the models, the fields and the signatures of its series, as its published source
has them, and refuses what that series does not know in the words of that series."""

import xmlrpc.client
from datetime import datetime

from .manners import answering, as_xml

LOGIN, UID = "hub", 2
ADDED_KPIS = [{"id": "account_journal_type.sale", "name": "Sales", "type": "integer", "value": 14}]
# Draft entries and invoices by journal, whichever model they are in.
ENTRIES, INVOICES = {2: 3}, {1: 4, 3: 2}
DRAFTS = {"sale": 6, "bank": 3}

_TRACEBACK = "Traceback (most recent call last):\n  File 'models.py', line 1, in call_kw\n"
_READ = {"search_read": {"domain", "fields", "offset", "limit", "order"}}
_GROUP = {"read_group": {"domain", "fields", "groupby", "offset", "limit", "orderby", "lazy"}}
_RIGHTS = {"check_access_rights": {"operation", "raise_exception"}}
_DRAFT_FIELDS = {"id", "state", "journal_id"}


def behaviour(series, has_kpis=False, asked=None):
    """A behaviour: an Odoo of this series, with accounting.

    :param series: int, 8 to 18
    :param has_kpis: whether it was updated since KPIs came, which a 17 or 18 may have been
    :param asked: list that gets what was asked: ``model.method``
    """
    models = _models(series, has_kpis)

    def common(connection, _ended, request):
        args, method = xmlrpc.client.loads(request.body)
        if method == "version":
            connection.sendall(as_xml({"server_version": f"{series}.0", "protocol_version": 1}))
        else:
            connection.sendall(as_xml(UID if args[1] == LOGIN else False))

    def called(connection, _ended, request):
        (_database, _uid, _key, model, method, *arguments), _execute = xmlrpc.client.loads(request.body)
        if asked is not None:
            asked.append(f"{model}.{method}")
        positional, named = [*arguments, [], {}][:2]
        connection.sendall(as_xml(_answer(series, models, model, method, positional, named)))

    return answering(("/xmlrpc/2/common", common), ("/xmlrpc/2/object", called))


def _models(series, has_kpis):
    """model -> its fields, and its methods with the names of their arguments"""
    search_count = {"search_count": {"domain", "limit"} if series >= 16 else {"args"}}
    users = {"id", "login", "name", "email", "active", "share", "login_date", "groups_id"}
    models = {
        "res.users": (users, {**_READ, **_RIGHTS, **search_count, "context_get": set(), "write": set()}),
        "res.partner": ({"id", "name", "email"}, {**_READ, **_RIGHTS}),
        "account.move": (_DRAFT_FIELDS, {**_READ, **_GROUP, **search_count}),
        "account.journal": ({"id", "type"}, {**_READ}),
        "ir.model.data": ({"module", "name", "res_id"}, {**_READ}),
    }
    if series < 13:
        models["account.invoice"] = (_DRAFT_FIELDS, {**_READ, **_GROUP, **search_count})
    if series >= 12:
        models["res.users"][1]["web_create_users"] = {"emails"}
    if series >= 14:
        models["res.users.apikeys"] = ({"id", "name", "user_id", "user_id.login", "scope"}, {**_READ})
    if series >= 18:
        models["res.users"][1]["has_access"] = {"operation"}
        models["res.users.apikeys"][0].add("expiration_date")
    if has_kpis:
        models["kpi.provider"] = (set(), {"get_kpi_summary": set()})
    return models


def _answer(series, models, model, method, positional, named):
    if model not in models:
        return xmlrpc.client.Fault(2, f"Object {model} doesn't exist")
    fields, methods = models[model]
    if method not in methods:
        return _fault(f"AttributeError: type object '{model}' has no attribute '{method}'")
    for name in named.keys() - methods[method] - {"context"}:
        return _fault(f"TypeError: {method}() got an unexpected keyword argument '{name}'")
    in_domain = {leaf[0] for leaf in named.get("domain", ()) if isinstance(leaf, list)}
    for name in (in_domain | set(named.get("fields", ()))) - fields:
        return _fault(f"ValueError: Invalid field '{name}' on model '{model}'")
    if method == "read_group":
        return _groups(series, model)
    if method == "search_read":
        return _rows(series, model, named.get("fields", fields))
    if method == "get_kpi_summary":
        return ADDED_KPIS
    return not positional


def _fault(last_line):
    return xmlrpc.client.Fault(1, f"{_TRACEBACK}{last_line}\n")


def _groups(series, model):
    counted = ENTRIES if series < 13 else ENTRIES | INVOICES
    if model == "account.invoice":
        counted = INVOICES
    return [
        {"journal_id": [journal, f"J{journal}"], "journal_id_count": count}
        for journal, count in counted.items()
    ]


def _rows(series, model, fields):
    if model == "account.journal":
        # Odoo 8 has journals for credit notes.
        return [
            {"id": 1, "type": "sale"},
            {"id": 2, "type": "bank"},
            {"id": 3, "type": "sale_refund" if series == 8 else "sale"},
        ]
    if model == "res.users":
        user = {"id": UID, "login": LOGIN, "name": "Hub", "email": False, "active": True, "share": False}
        told = {name: value for name, value in user.items() if name in ("id", *fields)}
        return [told | {"login_date": "2026-03-01" if series == 8 else "2026-03-01 08:15:00"}]
    if model == "res.users.apikeys":
        end = {"expiration_date": f"{datetime(2027, 3, 1)}"} if "expiration_date" in fields else {}
        return [{"id": 1, "name": "hub", "user_id": [UID, "Hub"], "scope": False} | end]
    return []
