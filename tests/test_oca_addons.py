"""OCA's addons: brought here by pip as they are pinned, found through manifests."""

import zipfile

import pytest

from bootstrap import addons, oca_addons, say


@pytest.fixture
def pinned(tmp_path, monkeypatch):
    """Pins of two packages that pip finds in a folder, and nowhere else."""
    requirements = tmp_path / "requirements.txt"
    requirements.write_text(
        f"--no-index\n--find-links {tmp_path}\nodoo-addon-bicycle==19.0.1.0\nodoo-addon-tandem==19.0.1.0\n"
    )
    monkeypatch.setattr(oca_addons, "OCA", tmp_path / "oca")
    monkeypatch.setattr(oca_addons, "OCA_REQUIREMENTS", requirements)
    pack(tmp_path, "bicycle", ["odoo"])
    pack(tmp_path, "tandem", ["odoo", "odoo-addon-bicycle"])
    return tmp_path


def pack(folder, name, depends):
    """Write the wheel of an addon, as OCA's are: below ``odoo/addons`` and in need of a package ``odoo``."""
    metadata = f"Metadata-Version: 2.1\nName: odoo-addon-{name}\nVersion: 19.0.1.0\n"
    metadata += "".join(f"Requires-Dist: {needed}\n" for needed in depends)
    information = f"odoo_addon_{name}-19.0.1.0.dist-info"
    with zipfile.ZipFile(folder / f"odoo_addon_{name}-19.0.1.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr(f"odoo/addons/{name}/__manifest__.py", f'{{"name": "{name}"}}\n')
        wheel.writestr(f"{information}/METADATA", metadata)
        wheel.writestr(
            f"{information}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        wheel.writestr(f"{information}/RECORD", "")


def installed(folder):
    return {path.parent.name for path in folder.glob("oca/odoo/addons/*/__manifest__.py")}


def test_all_pinned_addons_lie_in_one_folder(pinned):
    oca_addons.make()
    assert installed(pinned) == {"bicycle", "tandem"}


def test_what_is_complete_is_not_installed_again(pinned):
    oca_addons.make()
    (pinned / "requirements.txt").write_text("nothing that pip could read")
    oca_addons.make()
    assert installed(pinned) == {"bicycle", "tandem"}


def test_what_was_interrupted_is_installed_afresh(pinned):
    (pinned / "oca/odoo/addons/half").mkdir(parents=True)
    (pinned / "oca/odoo/addons/half/__manifest__.py").write_text("{}")
    oca_addons.make()
    assert installed(pinned) == {"bicycle", "tandem"}


def test_what_cannot_be_had_is_told_with_the_command(pinned):
    (pinned / "odoo_addon_tandem-19.0.1.0-py3-none-any.whl").unlink()
    with pytest.raises(
        say.Missing, match=r"OCA's addons could not be installed: \S+ -m pip install .*--no-deps"
    ):
        oca_addons.make()
    assert not (pinned / "oca" / "complete").exists()


def test_those_for_an_earlier_odoo_lie_apart(pinned, monkeypatch):
    earlier = pinned / "earlier.txt"
    earlier.write_text(f"--no-index\n--find-links {pinned}\nodoo-addon-bicycle==19.0.1.0\n")
    monkeypatch.setattr(oca_addons, "OCA_EARLIER", {earlier: pinned / "earlier"})
    oca_addons.make()
    oca_addons.make_earlier()
    assert installed(pinned) == {"bicycle", "tandem"}
    assert {path.name for path in (pinned / "earlier/odoo/addons").iterdir()} == {"bicycle"}


def test_dependencies_of_dependencies_are_found(tmp_path, monkeypatch):
    manifests = {
        "addons/fleet_roads": {"depends": ["fleet_paths", "tandem"]},
        "addons/fleet_paths": {"depends": ["web"], "auto_install": True},
        "addons/fleet_rails": {"depends": ["train"], "installable": False},
        "oca/tandem": {"depends": ["bicycle", "mail"]},
        "oca/bicycle": {},
        "oca/train": {},
    }
    for name, manifest in manifests.items():
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "__manifest__.py").write_text(f"# Kept by OCA\n{manifest}")
    monkeypatch.setattr(addons, "ADDONS", tmp_path / "addons")
    monkeypatch.setattr(addons, "OCA_ADDONS", tmp_path / "oca")
    assert addons.foreign_dependencies() == ["tandem", "web"]
    assert addons.oca_dependencies() == ["bicycle", "tandem"]
