"""The walls of the design, read off the syntax trees: what a linter can't see by itself."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ADDONS = ROOT / "addons"
HUB = ADDONS / "fleet_databases"
REMOTE = HUB / "remote"
SOURCES = sorted(path for path in ADDONS.rglob("*.py") if "tests" not in path.parts)
SOCKETS = {"socket", "ssl", "http", "urllib3", "certifi"}
# From the bottom to the top.
LAYERS = [
    "remote/http",
    "remote/rpc",
    "remote/work",
    "tools",
    "models/key",
    "models/kpi",
    "models/run",
    "models/user",
    "models/database",
    "models/audience",
    "wizard",
]
THREADS = {"threading", "concurrent", "multiprocessing", "asyncio", "gevent", "_thread"}


def imports(path):
    """(level of a relative import or 0, dotted name) of every import in a file."""
    for node in ast.walk(ast.parse(path.read_text(), str(path))):
        if isinstance(node, ast.Import):
            yield from ((0, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.level, node.module or ""


def importers(packages):
    """The files that import one of the top-level packages."""
    return {
        str(path.relative_to(HUB))
        for path in SOURCES
        if any(level == 0 and name.split(".")[0] in packages for level, name in imports(path))
    }


def calls(name):
    """The files in which something is called by this name, as a function or as a method."""
    return {
        str(path.relative_to(ADDONS))
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", None)) == name
    }


def imported_parts(path):
    """The path below the addon of every module that a file of the hub imports from the hub, as a tuple of names."""
    package = path.relative_to(HUB).parts[:-1]
    for level, name in imports(path):
        if level:
            yield (*package[: len(package) - level + 1], *name.split(".")) if name else package


def extends(method):
    """Whether a method calls what it extends."""
    return any(getattr(node, "id", "") == "super" for node in ast.walk(method))


def test_there_is_something_to_read():
    assert REMOTE / "http" / "transport.py" in SOURCES
    assert HUB / "models" / "database" / "database.py" in SOURCES


@pytest.mark.parametrize("path", sorted(REMOTE.rglob("*.py")), ids=lambda path: str(path.relative_to(REMOTE)))
def test_remote_imports_the_standard_library_and_siblings_only(path):
    for parts in imported_parts(path):
        assert parts[0] == "remote", f"{path.name} reaches out of remote/"
    for level, name in imports(path):
        assert level or name.split(".")[0] not in ("odoo", "psycopg2", "werkzeug", "lxml"), (
            f"{path.name}: {name}"
        )


@pytest.mark.parametrize("folder", LAYERS)
def test_arrows_between_folders_run_one_way(folder):
    """A folder imports from those named before it, and from itself."""
    allowed = LAYERS[: LAYERS.index(folder) + 1]
    for path in (HUB / folder).glob("*.py"):
        for parts in imported_parts(path):
            # What is imported may be a module of the folder, or the folder itself.
            reached = {"/".join(parts), "/".join(parts[:-1])} & set(LAYERS)
            assert reached <= set(allowed), f"{path.relative_to(HUB)} imports {'.'.join(parts)}"


def test_sockets_are_opened_in_one_file():
    assert importers(SOCKETS) == {"remote/http/connection.py"}
    assert importers({"requests"}) == {"remote/http/connection.py", "remote/http/transport.py"}


def test_threads_are_started_in_one_file():
    assert importers(THREADS) == {"remote/pull.py"}


def test_commits_go_through_the_scheduler():
    assert calls("commit") == set()
    assert calls("_commit_progress") == {"fleet_databases/models/run/databases_engine.py"}
    assert calls("rollback") == {"fleet_databases/models/run/databases_engine.py"}


def test_only_models_know_both_sides():
    asking = {
        path for path in SOURCES for level, name in imports(path) if level and "remote" in name.split(".")
    }
    with_odoo = {
        path for path in asking if any(not level and name.startswith("odoo") for level, name in imports(path))
    }
    assert with_odoo
    assert all(path.is_relative_to(HUB / "models") for path in with_odoo)


def test_what_a_project_gains_has_names_of_its_own():
    """Dozens of addons extend projects: what is ours has ``database`` in its name."""
    for path in (HUB / "models" / "database").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ClassDef) and node.name == "ProjectProject":
                for method in (made for made in node.body if isinstance(made, ast.FunctionDef)):
                    ours = re.match(r"(_|action_|_compute_|_inverse_|_search_)database_", method.name)
                    assert ours or extends(method), f"{path.name}: {method.name}"


def test_tools_are_pure():
    for path in (HUB / "tools").glob("*.py"):
        assert not any(not level and name.split(".")[0] == "odoo" for level, name in imports(path)), path.name


def test_one_wide_except():
    wide = [
        str(path.relative_to(ADDONS))
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or getattr(node.type, "id", "") in ("Exception", "BaseException"))
    ]
    assert wide == ["fleet_databases/remote/unforeseen.py"]


def test_sudo_is_named():
    for path in SOURCES:
        for line in path.read_text().splitlines():
            if ".sudo()" in line:
                assert "_sudo = " in line and "#" in line, f"{path.name}: {line.strip()}"


def test_names_get_into_html_as_text():
    """What is written into a note or a body is a sentence without anything in it, or goes through Markup."""
    for path in SOURCES:
        for call in (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)):
            for written in (keyword.value for keyword in call.keywords if keyword.arg in ("note", "body")):
                code = ast.unparse(written)
                is_sentence = isinstance(written, ast.Call) and code.startswith("self.env._(")
                is_plain = is_sentence and len(written.args) == 1 and not written.keywords
                is_bytes = path.is_relative_to(REMOTE)
                assert is_plain or is_bytes or code.startswith("Markup("), f"{path.name}: {code}"
