"""Answers to try by the hundred, as strategies of hypothesis: like those of an Odoo, and unlike them."""

import json
import xmlrpc.client

from hypothesis import strategies as st

from odoo.addons.fleet_databases.remote.http.answer import Answer

# With lone surrogates, which JSON can carry.
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=300)
_NUMBERS = st.integers() | st.integers(-(2**33), 2**33)
_LEAVES = st.none() | st.booleans() | _NUMBERS | st.floats(allow_nan=False) | ANY_TEXT
ANYTHING = st.recursive(
    _LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(ANY_TEXT, inner, max_size=4),
    max_leaves=8,
)
# Something of it can be shown.
TEXT = ANY_TEXT.map("A{}".format)
DATES = st.datetimes().map(lambda moment: moment.isoformat(" ", "seconds"))


def rows(good):
    """Lists of ``good`` rows, lists in which some rows are spoiled, and anything else."""
    spoiled = st.builds(_spoiled, good, st.integers(0, 9), ANYTHING | st.just(...))
    return st.lists(good, max_size=6) | st.lists(good | spoiled | ANYTHING, max_size=4) | ANYTHING


def _spoiled(row, place, value):
    """The row with another value in one place, or with none: ``...``."""
    key = list(row)[place % len(row)]
    return {
        name: value if name == key else kept for name, kept in row.items() if name != key or value is not ...
    }


def _kpis(type_, values):
    ids = st.sampled_from(["documents", "documents.inbox", "account_journal_type.sale", "kyc"]) | TEXT
    return st.fixed_dictionaries({"id": ids, "type": type_, "name": TEXT, "value": values})


KPIS = rows(
    _kpis(st.just("integer"), _NUMBERS)
    | _kpis(st.just("return_status"), st.sampled_from(["late", "done", "unheard of", False]))
    | _kpis(TEXT, ANY_TEXT | _NUMBERS | st.floats(allow_nan=False) | st.just(False))
)
USERS = rows(
    st.fixed_dictionaries(
        {
            "id": st.integers(1, 50) | st.integers(-1, 2**31),
            "login": TEXT,
            "email": TEXT | st.just(False),
            "name": TEXT | st.just(False),
            "login_date": DATES | st.just(False),
        }
    )
)
API_KEYS = rows(
    st.fixed_dictionaries(
        {"scope": st.sampled_from([False, None, "rpc"]) | TEXT, "expiration_date": DATES | st.just(False)}
    )
)
JOURNAL_TYPES = st.sampled_from(["sale", "bank"]) | TEXT
JOURNALS = (
    st.lists(JOURNAL_TYPES, min_size=3, max_size=3).map(
        lambda types: [{"id": id_, "type": type_} for id_, type_ in enumerate(types)]
    )
    | ANYTHING
)
GROUPS = rows(
    st.fixed_dictionaries(
        {
            "journal_id": st.tuples(st.integers(0, 2), ANY_TEXT).map(list),
            "journal_id_count": st.integers(0, 5) | st.integers(0, 2**32),
        }
    )
)
_SCHEMES = st.sampled_from(["https://", "http://", "HTTPS://", " http://", "ftp://", ""])
_HOSTS = ["bakery.odoo.com", "ERP.example.com.", "[::1]", "x[::1]", "a..b", "127.0.0.1:8069", "b:443"]
_ENDS = st.sampled_from(["", "/", "/web?debug=1#home", ":80", "/ /", "#"]) | ANY_TEXT.map("/{}".format)
URLS = st.builds("{}{}{}".format, _SCHEMES, st.sampled_from(_HOSTS), _ENDS) | st.builds(
    "{}{}".format, _SCHEMES, ANY_TEXT
)
VERSIONS = st.sampled_from(["19.0", "17.0+e", "saas~18.4", "19.0-20260101"]) | ANY_TEXT
LISTED = rows(
    st.fixed_dictionaries({"url": URLS, "name": TEXT, "uuid": st.uuids().map(str), "version": VERSIONS})
)

# XML-RPC as it may come from anything that answers: right and wrong tags around right and wrong words.
_TAGS = st.sampled_from(
    ["string", "int", "i4", "i8", "boolean", "double", "base64", "dateTime.iso8601", "nil", "name"]
)
# Those of Apache, which Python reads too.
_TAGS |= st.sampled_from(["i1", "float", "biginteger", "bigdecimal", "ex:nil"])
_WORDS = st.sampled_from(
    ["1", "-1", "", "x", "sNaN", "1e999", "99999999999", "20260114T08:30:00", "&#0;"]
) | st.text(st.characters(codec="utf-8", exclude_characters="<&"), max_size=20)
_RIGHT = [
    "<string>Ann</string>",
    "<int>7</int>",
    "<boolean>0</boolean>",
    "Bob",
    "<nil/>",
    "<double>nan</double>",
]
_SCALARS = st.sampled_from(_RIGHT).map("<value>{}</value>".format) | st.builds(
    "<value><{0}>{1}</{0}></value>".format, _TAGS, _WORDS
)


def _struct(members):
    told = "".join(f"<member><name>{name}</name>{value}</member>" for name, value in members.items())
    return f"<value><struct>{told}</struct></value>"


def _array(values):
    return f"<value><array><data>{''.join(values)}</data></array></value>"


_NAMES = st.sampled_from(["id", "login", "value", "name", "faultCode", "faultString"])
_VALUES = st.recursive(
    _SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3).map(_array)
        | st.dictionaries(_NAMES | _WORDS, inner, max_size=4).map(_struct)
    ),
    max_leaves=6,
)
_GOOD_ROW = dict.fromkeys(("id", "type", "name", "login", "url"), "<value>erp.test</value>")
_SPOILED = st.sampled_from(["value", "login_date", "email", "uuid", "version", "type", "name"])
_IDS = st.sampled_from([_GOOD_ROW["id"], "<value><int>7</int></value>"])
_ROWS = st.builds(
    lambda id_, spoiled: _array([_struct(_GOOD_ROW | {"id": id_} | spoiled)]),
    _IDS,
    st.dictionaries(_SPOILED, _VALUES, max_size=1),
)
_FAULTS = st.fixed_dictionaries({"faultCode": _VALUES, "faultString": _VALUES}).map(_struct)
_XML = st.builds(
    "<?xml version='1.0'?><methodResponse>{}</methodResponse>".format,
    (_VALUES | _ROWS).map("<params><param>{}</param></params>".format)
    | (_VALUES | _FAULTS).map("<fault>{}</fault>".format),
)
_TYPES = st.sampled_from(["application/json", "text/xml", "text/html", ""])
_STATUSES = st.sampled_from([200, 200, 200, 401, 402, 403, 404, 405, 422, 500, 503])
_ERRORS = st.fixed_dictionaries(
    {}, optional=dict.fromkeys(("name", "message", "debug", "error", "version"), ANY_TEXT | ANYTHING)
)


def json_answer(value):
    return Answer(200, "application/json", json.dumps(value).encode())


def xml_answer(value):
    body = xmlrpc.client.dumps((value,), methodresponse=True, allow_none=True)
    return Answer(200, "text/xml", body.encode())


XML_ANSWERS = st.builds(Answer, st.just(200), st.just("text/xml"), _XML.map(str.encode))
ANSWERS = (
    st.builds(Answer, _STATUSES, _TYPES, st.binary(max_size=100))
    | st.builds(
        Answer,
        _STATUSES,
        st.just("application/json"),
        (ANYTHING | _ERRORS).map(lambda v: json.dumps(v).encode()),
    )
    | XML_ANSWERS
)
