"""What ``setup/fuzz`` starts from and what it once found: no answer of a server may surprise the hub."""

import time
from pathlib import Path

import pytest

from fuzz.works import SLOWEST_SECONDS, replay

CASES = Path(__file__).parent / "fuzz" / "cases"

# Answers as an Odoo gives them: the work they belong to, and what ends it.
AS_ODOO_GIVES_THEM = {
    "access_refused_19.txt": ("synchronize", "access_refused"),
    "connect_19.txt": ("connect", None),
    "invite_19.txt": ("invite", None),
    "list_account_json2.txt": ("list_account", None),
    "list_account_xmlrpc.txt": ("list_account", None),
    "list_server.txt": ("list_server", None),
    "list_server_refused.txt": ("list_server", "listing_refused"),
    "no_database_17.txt": ("synchronize", "database_not_found"),
    "refused_19.txt": ("synchronize", "refused"),
    "remove_17.txt": ("remove", None),
    "renew_19.txt": ("renew", None),
    "synchronize_17.txt": ("synchronize", None),
    "synchronize_19.txt": ("synchronize", None),
    "synchronize_19_counting_drafts.txt": ("synchronize", None),
}


@pytest.mark.parametrize("case", sorted(path.name for path in CASES.iterdir()))
def test_what_was_said_is_read_or_refused(case):
    begin = time.process_time()
    ended = replay((CASES / case).read_bytes())
    assert time.process_time() - begin < SLOWEST_SECONDS
    if case in AS_ODOO_GIVES_THEM:
        work, kind = AS_ODOO_GIVES_THEM[case]
        assert ended[work] is None if kind is None else ended[work].kind == kind


def test_what_odoo_says_is_kept():
    assert AS_ODOO_GIVES_THEM.keys() <= {path.name for path in CASES.iterdir()}
