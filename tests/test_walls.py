"""The walls of the design, read off the syntax trees: what a linter can't see by itself.

What an addon may do that others may not, and how its folders import each other, is told by a file of its own,
``walls.toml`` beside its manifest, so that a new addon brings its walls along. An addon without one has no folders to
keep apart, and no known places. It is TOML because it holds nothing but lists, with room for comments. It is not in the
manifest, because Odoo refuses keys there that it does not know.
"""

import ast
import functools
import re
import tomllib
from pathlib import Path
from statistics import median

import pytest

ADDONS = Path(__file__).parents[1] / "addons"
ODOO = {"odoo", "psycopg2", "werkzeug", "lxml"}
SOCKETS = {"socket", "ssl", "http", "urllib3", "certifi"}
THREADS = {"threading", "concurrent", "multiprocessing", "asyncio", "gevent", "_thread"}
# In lines, without the tests: of the file in the middle of all, and of any file and function.
MEDIAN_FILE, LONGEST_FILE, LONGEST_FUNCTION = 90, 280, 40


class Addon:
    """An addon, and its walls.

    :param path: folder of its manifest
    """

    def __init__(self, path):
        self.path = path
        self.sources = sorted(file for file in path.rglob("*.py") if "tests" not in file.parts)
        told = path / "walls.toml"
        walls = tomllib.loads(told.read_text()) if told.exists() else {}
        self.layers, self.pure = walls.pop("layers", []), walls.pop("pure", [])
        self.both_sides, self.names = walls.pop("both_sides", []), walls.pop("names", [])
        self.places = walls.pop("places", {})
        self.unknown = walls

    def in_folder(self, folder):
        return [file for file in self.sources if file.is_relative_to(self.path / folder)]

    def is_pure(self, file):
        return any(file.is_relative_to(self.path / folder) for folder in self.pure)

    def imported_parts(self, file):
        """The path below the addon of every module that a file imports from the addon, as a tuple of names."""
        package = file.relative_to(self.path).parts[:-1]
        for level, name in imports(file):
            if level:
                yield (*package[: len(package) - level + 1], *name.split(".")) if name else package


@functools.cache
def tree(path):
    return ast.parse(path.read_text(), str(path))


def imports(path):
    """(level of a relative import or 0, dotted name) of every import in a file."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((0, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.level, node.module or ""


def imports_from(packages):
    """Whether a file imports one of these top-level packages: function of its path."""
    return lambda path: any(not level and name.split(".")[0] in packages for level, name in imports(path))


def calls(method):
    """Whether a file calls something of this name, as a function or as a method: function of its path."""
    return lambda path: any(
        isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", None)) == method
        for node in ast.walk(tree(path))
    )


def catches_everything(path):
    return any(
        isinstance(node, ast.ExceptHandler)
        and (node.type is None or getattr(node.type, "id", "") in ("Exception", "BaseException"))
        for node in ast.walk(tree(path))
    )


def extends(method):
    """Whether a method calls what it extends."""
    return any(getattr(node, "id", "") == "super" for node in ast.walk(method))


# What is done in known places only -> whether a file does it.
PLACES = {
    "sockets": imports_from(SOCKETS),
    "requests": imports_from({"requests"}),
    "threads": imports_from(THREADS),
    "processes": imports_from({"subprocess"}),
    "commits": calls("_commit_progress"),
    "rollbacks": calls("rollback"),
    "wide_excepts": catches_everything,
}
EVERY = [Addon(manifest.parent) for manifest in sorted(ADDONS.glob("*/__manifest__.py"))]
SOURCES = [file for addon in EVERY for file in addon.sources]
each_addon = pytest.mark.parametrize("addon", EVERY, ids=lambda addon: addon.path.name)


def short(path):
    return str(path.relative_to(ADDONS))


@each_addon
def test_what_an_addon_tells_is_there(addon):
    """Else a wall that was renamed would fall unseen."""
    assert not addon.unknown
    assert addon.places.keys() <= PLACES.keys()
    folders = [*addon.layers, *addon.pure, *addon.both_sides, *(names["folder"] for names in addon.names)]
    assert not [folder for folder in folders if not addon.in_folder(folder)]


@each_addon
def test_pure_folders_are_without_odoo(addon):
    for index, folder in enumerate(addon.pure):
        for file in addon.in_folder(folder):
            assert not imports_from(ODOO)(file), short(file)
            for parts in addon.imported_parts(file):
                assert parts[0] in addon.pure[: index + 1], f"{short(file)} reaches out of {folder}"


@each_addon
def test_arrows_between_folders_run_one_way(addon):
    """A folder imports from those named before it, and from itself."""
    for index, folder in enumerate(addon.layers):
        for file in (addon.path / folder).glob("*.py"):
            for parts in addon.imported_parts(file):
                # What is imported may be a module of the folder, or the folder itself.
                reached = {"/".join(parts), "/".join(parts[:-1])} & set(addon.layers)
                assert reached <= set(addon.layers[: index + 1]), f"{short(file)} imports {'.'.join(parts)}"


@each_addon
def test_few_folders_know_both_sides(addon):
    allowed = [file for folder in addon.both_sides for file in addon.in_folder(folder)]
    for file in addon.sources if addon.pure else ():
        knows_pure = any(addon.pure[0] in parts for parts in addon.imported_parts(file))
        assert not (knows_pure and imports_from({"odoo"})(file)) or file in allowed, short(file)


@each_addon
@pytest.mark.parametrize("place", PLACES)
def test_some_things_are_done_in_known_places_only(addon, place):
    found = [str(file.relative_to(addon.path)) for file in addon.sources if PLACES[place](file)]
    assert found == addon.places.get(place, [])


def test_commits_go_through_the_scheduler():
    assert not [short(file) for file in SOURCES if calls("commit")(file)]


@each_addon
def test_what_many_extend_gains_names_of_its_own(addon):
    for names in addon.names:
        for file in addon.in_folder(names["folder"]):
            for node in ast.walk(tree(file)):
                if isinstance(node, ast.ClassDef) and node.name == names["class"]:
                    for method in (made for made in node.body if isinstance(made, ast.FunctionDef)):
                        is_own = re.match(names["pattern"], method.name)
                        assert is_own or extends(method), f"{short(file)}: {method.name}"


def test_sudo_is_named():
    for path in SOURCES:
        for line in path.read_text().splitlines():
            if ".sudo()" in line:
                assert "_sudo = " in line and "#" in line, f"{path.name}: {line.strip()}"


@each_addon
def test_names_get_into_html_as_text(addon):
    """What is written into a note or a body is a sentence without anything in it, or goes through Markup. In a folder
    without Odoo, a body is that of a request."""
    for file in (file for file in addon.sources if not addon.is_pure(file)):
        for call in (node for node in ast.walk(tree(file)) if isinstance(node, ast.Call)):
            for written in (keyword.value for keyword in call.keywords if keyword.arg in ("note", "body")):
                code = ast.unparse(written)
                is_sentence = isinstance(written, ast.Call) and code.startswith("self.env._(")
                is_plain = is_sentence and len(written.args) == 1 and not written.keywords
                assert is_plain or code.startswith("Markup("), f"{short(file)}: {code}"


def test_files_and_functions_are_short():
    lines = {file: len(file.read_text().splitlines()) for file in SOURCES}
    assert median(lines.values()) <= MEDIAN_FILE
    too_long = {short(file): number for file, number in lines.items() if number > LONGEST_FILE}
    for file in SOURCES:
        for node in ast.walk(tree(file)):
            if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno >= LONGEST_FUNCTION:
                too_long[f"{short(file)}: {node.name}"] = node.end_lineno - node.lineno + 1
    assert not too_long
