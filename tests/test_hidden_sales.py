"""Who sells work on a database reads its name nowhere."""

import json

import pytest

from access.selling import LEADING
from farm import addons
from farm.hub import own_hub


def ask(hub, function):
    code = f"from access import selling\nselling.{function}(env)\nenv.cr.rollback()"
    return json.loads(hub.run(code, timeout=300).splitlines()[-1])


@pytest.fixture(scope="module")
def hub():
    with own_hub("sales") as hub:
        addons.install(hub, "sale_project")
        yield hub


def test_who_sells_is_not_told_the_name(hub):
    told, leading = ask(hub, "told")
    assert set(LEADING) <= leading.keys()
    assert told == []


def test_what_is_hidden_is_not_copied_by_selling_it(hub):
    told, refused = ask(hub, "misused")
    assert told == []
    assert len(refused) == 4
