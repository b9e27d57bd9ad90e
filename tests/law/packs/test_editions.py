"""An installation keeps packs, works by one of them, and can go back to any for an old decision."""

from dataclasses import replace
from datetime import timedelta
from importlib.resources import files
from pathlib import Path

import pytest
from tests.law.packs.folders import archive, copied, edited, versioned

from vestnik.kernel.clock import ManualClock
from vestnik.kernel.core import Core
from vestnik.kernel.errors import CannotStart, Conflict, InvalidInput, NotFound
from vestnik.law.model import Pack
from vestnik.law.pack import load_pack
from vestnik.law.packs import store
from vestnik.law.packs.archive import pack_archive
from vestnik.law.packs.choose_pack import choose_pack
from vestnik.law.packs.compare import compare
from vestnik.law.packs.install_pack import install_pack
from vestnik.law.packs.model import Edition
from vestnik.law.packs.pack_by_hash import pack_by_hash
from vestnik.law.packs.pack_in_use import pack_in_use
from vestnik.law.packs.remember_pack import remember_pack
from vestnik.ledger.store import entries_between

pytestmark = pytest.mark.both_engines
NEWER, NEWEST, OLDER = "2026.12.1", "2027.2.1", "2026.9.5"


@pytest.fixture
async def builtin(core: Core, pack: Pack) -> Pack:
    """Start an installation: the pack inside the program is remembered."""
    await remember_pack(core, pack, pack_archive(files("vestnik.law") / "data"))
    return pack


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copied(tmp_path / "pack")


def data(folder: Path, version: str) -> bytes:
    return archive(versioned(folder, version))


async def kept(core: Core) -> list[Edition]:
    return await core.db.read(store.editions)


async def test_a_fresh_installation_works_by_the_pack_inside_the_program(core: Core, builtin: Pack) -> None:
    assert await pack_in_use(core, builtin) is builtin
    assert [(one.version, one.built_in, one.in_use_since) for one in await kept(core)] == [
        (builtin.version, True, None)
    ]


async def test_the_built_in_pack_is_remembered_once(core: Core, builtin: Pack) -> None:
    again = await remember_pack(core, builtin, b"not looked at")
    assert len(await kept(core)) == 1
    assert again == (await kept(core))[0]
    assert (await pack_by_hash(core, builtin.sha256)).sha256 == builtin.sha256


async def test_a_newer_pack_counts_from_the_next_start(
    core: Core, builtin: Pack, folder: Path, clock: ManualClock
) -> None:
    clock.advance(timedelta(days=1))
    edition = await install_pack(core, builtin, data(folder, NEWER), "anna")
    assert (edition.version, edition.installed_by, edition.installed_at) == (NEWER, "anna", clock.now())
    used = await pack_in_use(core, builtin)
    assert (used.version, used.sha256) == (NEWER, edition.sha256)
    assert load_pack(folder).sha256 == used.sha256


async def test_installing_the_same_pack_again_changes_nothing(
    core: Core, builtin: Pack, folder: Path
) -> None:
    first = await install_pack(core, builtin, data(folder, NEWER), "anna")
    assert await install_pack(core, builtin, archive(folder), "boris") == first
    assert len(await kept(core)) == 2


async def test_a_pack_that_is_not_newer_is_refused_unless_asked_for(
    core: Core, builtin: Pack, folder: Path
) -> None:
    old = data(folder, OLDER)
    with pytest.raises(Conflict, match="не новее") as caught:
        await install_pack(core, builtin, old, "anna")
    assert "--older" in str(caught.value.hint)
    edition = await install_pack(core, builtin, old, "anna", older=True)
    assert await pack_in_use(core, builtin) is builtin
    assert (await pack_by_hash(core, edition.sha256)).version == OLDER


async def test_versions_are_compared_by_number(core: Core, builtin: Pack, folder: Path) -> None:
    """The tenth month comes after the ninth."""
    await install_pack(core, builtin, data(folder, "2026.9.50"), "anna", older=True)
    assert await pack_in_use(core, builtin) is builtin
    with pytest.raises(Conflict):
        await install_pack(core, builtin, data(copied(folder.parent / "b"), "2026.9.51"), "anna")


async def test_one_version_has_one_content(core: Core, builtin: Pack, folder: Path, tmp_path: Path) -> None:
    await install_pack(core, builtin, data(folder, NEWER), "anna")
    other = edited(copied(tmp_path / "other"), "subjects.toml", "Вы Банк России?", "Это Банк России?")
    for older in (False, True):
        with pytest.raises(Conflict, match="другим содержанием"):
            await install_pack(core, builtin, data(other, NEWER), "anna", older=older)
    changed = edited(copied(tmp_path / "same"), "subjects.toml", "Вы Банк России?", "Это Банк России?")
    with pytest.raises(Conflict, match="другим содержанием"):
        await install_pack(core, builtin, archive(changed), "anna")
    assert len(await kept(core)) == 2


async def test_another_pack_than_ours_is_refused(core: Core, builtin: Pack, folder: Path) -> None:
    edited(folder, "pack.toml", 'id = "ru-comm"', 'id = "kz-comm"')
    with pytest.raises(Conflict, match="kz-comm"):
        await install_pack(core, builtin, data(folder, NEWER), "anna")


async def test_a_pack_with_a_bad_row_or_a_failing_case_is_refused(
    core: Core, builtin: Pack, folder: Path, tmp_path: Path
) -> None:
    bad = edited(copied(tmp_path / "bad"), "norms/149fz.toml", "30–50 тыс.", "30–51 тыс.")
    with pytest.raises(CannotStart, match="koap-13-11-2"):
        await install_pack(core, builtin, data(bad, NEWER), "anna")
    edited(folder, "cases.toml", 'verdict = "deny"', 'verdict = "permit"')
    with pytest.raises(InvalidInput, match="bank-to-citizen-whatsapp"):
        await install_pack(core, builtin, data(folder, NEWER), "anna")
    assert len(await kept(core)) == 1


async def test_a_chosen_pack_counts_before_newer_ones_until_the_choice_is_given_up(
    core: Core, builtin: Pack, folder: Path, workspace_id: str, clock: ManualClock
) -> None:
    await install_pack(core, builtin, data(folder, NEWER), "anna")
    chosen = await choose_pack(core, builtin.version, "anna")
    assert chosen is not None
    assert await pack_in_use(core, builtin) is builtin
    await install_pack(core, builtin, data(copied(folder.parent / "b"), NEWEST), "anna", older=False)
    assert await pack_in_use(core, builtin) is builtin
    assert [one.in_use_since for one in await kept(core) if one.version == builtin.version] == [clock.now()]
    await choose_pack(core, NEWER, "anna")
    assert (await pack_in_use(core, builtin)).version == NEWER
    assert sum(one.in_use_since is not None for one in await kept(core)) == 1
    assert await choose_pack(core, None, "anna") is None
    assert (await pack_in_use(core, builtin)).version == NEWEST
    entries = await core.db.read(lambda tx: entries_between(tx, workspace_id, 0, 50))
    assert [entry.kind for entry in entries] == ["law.pack_chosen"] * 3


async def test_a_pack_may_be_chosen_by_the_beginning_of_its_hash(
    core: Core, builtin: Pack, folder: Path
) -> None:
    edition = await install_pack(core, builtin, data(folder, NEWER), "anna")
    assert await choose_pack(core, edition.sha256[:12].upper(), "anna") == edition
    with pytest.raises(NotFound):
        await choose_pack(core, edition.sha256[:7], "anna")
    with pytest.raises(NotFound):
        await choose_pack(core, "2031.1.1", "anna")


async def test_two_packs_of_one_version_are_told_apart_by_hash(core: Core, builtin: Pack) -> None:
    """Two builds of the program may carry one version; what people install may not."""
    twin = replace(builtin, sha256="ab" * 32)
    await remember_pack(core, twin, b"another build")
    with pytest.raises(Conflict, match="abababababab"):
        await choose_pack(core, builtin.version, "anna")
    chosen = await choose_pack(core, builtin.sha256, "anna")
    assert chosen is not None
    assert chosen.sha256 == builtin.sha256


async def test_a_pack_from_another_build_counts_only_when_chosen(
    core: Core, builtin: Pack, folder: Path
) -> None:
    """After a downgrade of the program its newer pack may speak words that this program does not know."""
    later = load_pack(versioned(folder, NEWER))
    await remember_pack(core, later, archive(folder))
    assert await pack_in_use(core, builtin) is builtin
    await choose_pack(core, NEWER, "anna")
    assert (await pack_in_use(core, builtin)).version == NEWER


async def test_a_chosen_pack_that_does_not_fit_says_how_to_choose_another(
    core: Core, builtin: Pack, folder: Path
) -> None:
    later = load_pack(versioned(folder, NEWER))
    edited(folder, "rules.toml", '"to_citizen"', '"to_martian"')
    await remember_pack(core, later, archive(folder))
    await choose_pack(core, NEWER, "anna")
    with pytest.raises(CannotStart, match="to_martian") as caught:
        await pack_in_use(core, builtin)
    assert f"vestnik law pack use {builtin.version}" in str(caught.value.hint)
    with pytest.raises(CannotStart, match="to_martian"):
        await pack_by_hash(core, later.sha256)


async def test_a_pack_of_old_need_not_pass_the_lint_of_today(core: Core, builtin: Pack, folder: Path) -> None:
    edited(folder, "norms/41fz.toml", "review_due = 2027-02-01\n", "")
    old = load_pack(versioned(folder, OLDER), checked=False)
    await remember_pack(core, old, archive(folder))
    assert (await pack_by_hash(core, old.sha256)).norms["41fz-15-1"].review_due is None


async def test_a_missing_pack_is_named_with_the_way_to_bring_it(core: Core, builtin: Pack) -> None:
    with pytest.raises(NotFound, match=r"2026\.3\.1 \(cdcdcdcdcdcd\)") as caught:
        await pack_by_hash(core, "cd" * 32, "2026.3.1")
    assert "vestnik law pack install" in str(caught.value.hint)


def test_differences_between_packs_are_told(pack: Pack, folder: Path) -> None:
    edited(folder, "norms/38fz.toml", "Нельзя обзванивать", "Запрещено обзванивать")
    edited(folder, "norms/38fz.toml", 'id = "fas-410-24"', 'id = "fas-410-25"')
    edited(
        folder,
        "norms/41fz.toml",
        'status = "unverified"\nevidence = "S1"',
        'status = "secondary"\nevidence = "S2"',
    )
    edited(folder, "rules.toml", 'id = "platform-restricted"', 'id = "platform-limited"')
    edited(folder, "rules.toml", "Сначала ответьте", "Ответьте сначала")
    found = compare(pack, load_pack(folder, checked=False))
    assert found.added == ("fas-410-25",)
    assert found.removed == ("fas-410-24",)
    assert [(before.id, before.status, after.status) for before, after in found.statuses] == [
        ("41fz-15-scope-citizen", "unverified", "secondary")
    ]
    assert set(found.changed) == {"38fz-18-2", "41fz-15-scope-citizen"}
    assert found.rules_added == ("platform-limited",)
    assert found.rules_removed == ("platform-restricted",)
    assert found.rules_changed == ("who-we-are",)
    assert compare(pack, pack) == type(found)()
