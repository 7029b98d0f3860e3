"""What holds for whatever a server answers and whatever a person types, tried on many made-up examples."""

import re
from contextlib import suppress
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from odoo.orm.fields_properties import check_property_field_value_name

from odoo.addons.fleet_databases.remote.errors import NotUnderstood, RemoteError
from odoo.addons.fleet_databases.remote.printable import printable
from odoo.addons.fleet_databases.remote.rpc.json2 import Json2
from odoo.addons.fleet_databases.remote.rpc.session import Session, series
from odoo.addons.fleet_databases.remote.rpc.xmlrpc import XmlRpc
from odoo.addons.fleet_databases.remote.values import Target
from odoo.addons.fleet_databases.remote.work import server_databases
from odoo.addons.fleet_databases.tests.common import Told
from odoo.addons.fleet_databases.tools import address
from odoo.addons.fleet_databases.tools.account_rows import account_rows
from odoo.addons.fleet_databases.tools.changes import changes
from odoo.addons.fleet_databases.tools.drafts import draft_kpis
from odoo.addons.fleet_databases.tools.kpi import Kpi, read_summary
from odoo.addons.fleet_databases.tools.remote_users import remote_users

from fuzz import fit, made_up
from fuzz.conversation import Replay
from fuzz.works import QUESTIONS

# Thousands of answers through code that other tests measure.
pytestmark = pytest.mark.no_cover

TARGET = Target(1, "http://erp.test", "erp", "hub", "the-key")

# The same examples on every machine, and none kept on the disk.
tried = settings(
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=200,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


# The comparison of rows

VALUES = st.fixed_dictionaries(
    {"name": st.sampled_from(["Ann", "Bob", ""]), "age": st.integers(0, 2) | st.just(False)}
)
TABLES = st.dictionaries(st.integers(0, 5), VALUES)


@tried
@given(TABLES, TABLES)
def test_changes_turn_the_known_rows_into_the_seen_ones(known, seen):
    found = changes(known, seen)
    stored = {key: dict(values) for key, values in known.items() if key not in found.remove}
    for key, values in found.update.items():
        stored[key].update(values)
    assert not stored.keys() & found.create.keys()
    assert stored | found.create == seen


@tried
@given(TABLES, TABLES)
def test_nothing_is_written_that_was_so_before(known, seen):
    found = changes(known, seen)
    assert all(found.update.values())
    assert not any(
        known[key][name] == value for key, row in found.update.items() for name, value in row.items()
    )
    assert changes(seen, seen) == type(found)({}, {}, [])


# What a database tells


@tried
@given(made_up.KPIS)
def test_kpis_can_be_stored(answer):
    with suppress(NotUnderstood):
        fit.summary(read_summary(answer))


@tried
@given(made_up.GROUPS, made_up.JOURNALS)
@example(
    [{"journal_id": [id_, ""], "journal_id_count": 2**31 - 1} for id_ in (1, 2)],
    [{"id": id_, "type": "sale"} for id_ in (1, 2)],
)
def test_drafts_can_be_stored(groups, journals):
    with suppress(NotUnderstood):
        fit.summary(draft_kpis(groups, journals))


@tried
@given(made_up.USERS)
def test_users_can_be_stored(answer):
    with suppress(NotUnderstood):
        fit.users(remote_users(answer))


@tried
@given(made_up.LISTED)
def test_listed_databases_can_be_stored(answer):
    with suppress(NotUnderstood):
        found, unread = account_rows(answer)
        fit.databases(found)
        assert len(found) + unread <= len(answer)


@tried
@given(
    st.fixed_dictionaries({"users": made_up.USERS, "kpis": made_up.KPIS})
    | st.fixed_dictionaries(
        {"users": made_up.USERS, "draft_groups": made_up.GROUPS}, optional={"journals": made_up.JOURNALS}
    )
    | st.fixed_dictionaries({"users": made_up.USERS, "api_keys": made_up.API_KEYS})
)
def test_a_database_is_read_or_it_is_told_why_not(told):
    try:
        fit.answers_of_a_database(QUESTIONS(Told(told)))
    except RemoteError as error:
        fit.error(error)


@tried
@given(
    st.dictionaries(
        st.sampled_from(["documents", "documents.a", "documents.b", "a"]),
        st.integers(-(2**40), 2**40),
        min_size=1,
    )
)
@example({"documents": 2**31 - 1, "documents.a": 1})
def test_kpis_are_told_as_they_are(numbers):
    told = [{"id": id_, "type": "integer", "name": id_, "value": value} for id_, value in numbers.items()]
    found = QUESTIONS(Told({"users": [], "kpis": told}))["kpis"].kept
    documents = [value for id_, value in numbers.items() if id_.startswith("documents")]
    assert found.documents == (sum(documents) if documents else None)
    assert {kpi.id: kpi.value for kpi in found.shown} == {
        id_: value for id_, value in numbers.items() if id_ == "a"
    }


@tried
@given(made_up.VERSIONS | made_up.ANYTHING)
def test_series_are_two_numbers(version):
    with suppress(NotUnderstood):
        major, minor = series(version)
        assert 0 <= major <= 999 and 0 <= minor <= 999
        assert series(f"{major}.{minor}") == (major, minor)


# Properties of KPIs

IDS = st.from_regex(r"[a-c_.]{1,6}(html)?", fullmatch=True) | made_up.ANY_TEXT.map(
    lambda t: printable(t, 200)
).filter(bool)
KINDS = st.tuples(IDS, st.sampled_from(["integer", "selection", "char"]))


@tried
@given(KINDS)
def test_property_names_are_those_that_odoo_takes(kind):
    name = Kpi(*kind, "", 1).property_name
    check_property_field_value_name(name)
    assert not name.endswith("_html")


@tried
@given(KINDS, KINDS)
def test_different_kpis_have_different_properties(one, other):
    assume(one != other)
    assert Kpi(*one, "", 1).property_name != Kpi(*other, "", 1).property_name


# The protocols

CALLS = {
    "json2": lambda replay: Json2(replay, TARGET).call("res.users", "search_read", {}),
    "xmlrpc": lambda replay: XmlRpc(replay, TARGET).call("res.users", "search_read", {}),
    "xmlrpc version": lambda replay: XmlRpc(replay, TARGET).version(),
    "database list": lambda replay: server_databases.ask_server(Session(TARGET, replay)),
    "session": lambda replay: Session(TARGET, replay).open(),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS.keys())
@tried
@given(st.lists(made_up.ANSWERS, min_size=1, max_size=3))
def test_whatever_is_answered_is_an_answer_or_an_error_of_ours(call, said):
    with suppress(RemoteError):
        call(Replay(said))


@pytest.mark.parametrize("read", [read_summary, remote_users, account_rows], ids=lambda read: read.__name__)
@tried
@given(made_up.XML_ANSWERS)
def test_whatever_comes_over_xmlrpc_is_read_or_refused(read, said):
    with suppress(RemoteError):
        read(XmlRpc(Replay([made_up.xml_answer(7), said]), TARGET).call("res.users", "search_read", {}))


SENDABLE = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**31), 2**31 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(
        st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff")
    ),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["id", "name", "value"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@tried
@given(SENDABLE)
def test_both_protocols_give_the_same_answer(value):
    over_json2 = CALLS["json2"](Replay([made_up.json_answer(value)]))
    over_xmlrpc = CALLS["xmlrpc"](Replay([made_up.xml_answer(7), made_up.xml_answer(value)]))
    assert over_json2 == over_xmlrpc == value


# Text and addresses


@tried
@given(made_up.ANY_TEXT, st.integers(1, 50))
@example("Ann Müller", 4)
@example("Ann\u2028Müller", 20)
@example("\u202eAnn\u200e\u061c \u200bM\ufeffü\u00adller\U000e0041\u2060", 50)
@example("\u200b \u200b\ufffe", 50)
def test_printable_text_is_one_line_that_stays_as_it_is(text, limit):
    shown = printable(text, limit)
    fit.text(shown, limit, may_be_empty=True)
    assert printable(shown, limit) == shown


@settings(tried, max_examples=500)
@given(made_up.URLS)
@example("https://erp.example.com/ /")
@example("https://erp.example.com/?a=b #c")
@example("https://erp.example.com[::1]")
@example("https://[v1.erp]")
@example('https://[fe80::1%" <b>]')
@example("https://erp\x00.example.com")
def test_an_address_has_a_flaw_or_one_way_to_write_it(url):
    if address.flaw(url):
        return
    written = address.normalized(url)
    assert address.flaw(written) is None
    assert address.normalized(written) == written
    assert address.origin(written) == address.origin(url)
    origin = address.origin(url)
    assert written.startswith(origin)
    assert address.is_below(written, origin)
    # It is sent to, stored and shown.
    fit.text(origin, 1000)
    assert not set(origin) & set(" <>\"'\\")
    assert urlsplit(origin).hostname in re.sub(r"[\t\r\n]", "", url).lower()
