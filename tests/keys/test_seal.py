"""A blob opens only where it belongs."""

import asyncio

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from tests.second_db import second

from vestnik.kernel.core import Core
from vestnik.kernel.errors import CannotStart, NotFound, Unavailable
from vestnik.keys.keyring import DbKeyring, EpochKeys
from vestnik.keys.signature import signature_holds
from vestnik.keys.signer import Ed25519Signer
from vestnik.keys.tables import workspace_keys

pytestmark = pytest.mark.both_engines

ONE = EpochKeys("w1", {1: b"k" * 32})


@given(plain=st.binary(max_size=200), context=st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_what_is_sealed_opens_in_its_place(plain: bytes, context: str) -> None:
    sealed = ONE.seal(plain, context)
    assert ONE.open(sealed, context) == plain
    assert len(sealed) == len(plain) + 31
    assert sealed[:3] == b"\x01\x00\x01"


@given(st.data())
def test_any_flipped_bit_is_noticed(data: st.DataObject) -> None:
    sealed = bytearray(ONE.seal(b"+79000000001", "messages.to:1"))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(Unavailable):
        ONE.open(bytes(sealed), "messages.to:1")


@given(st.binary(max_size=40))
def test_bytes_that_are_no_blob_are_refused(blob: bytes) -> None:
    with pytest.raises(Unavailable):
        ONE.open(blob, "messages.to:1")


def test_a_blob_moved_to_another_row_column_or_workspace_does_not_open() -> None:
    sealed = ONE.seal(b"secret", "messages.to:1")
    for keys, context in (
        (ONE, "messages.to:2"),
        (ONE, "messages.body:1"),
        (EpochKeys("w2", {1: b"k" * 32}), "messages.to:1"),
        (EpochKeys("w1", {1: b"j" * 32}), "messages.to:1"),
    ):
        with pytest.raises(Unavailable):
            keys.open(sealed, context)


def test_two_seals_of_one_text_differ() -> None:
    assert ONE.seal(b"x", "a") != ONE.seal(b"x", "a")


def test_an_older_epoch_opens_until_its_key_is_gone() -> None:
    old = ONE.seal(b"x", "a")
    both = EpochKeys("w1", {1: b"k" * 32, 2: b"m" * 32})
    assert both.open(old, "a") == b"x"
    assert both.seal(b"y", "a")[:3] == b"\x01\x00\x02"
    assert both.blind_index("phone", "1") == ONE.blind_index("phone", "1")
    with pytest.raises(Unavailable, match="уничтожен"):
        EpochKeys("w1", {2: b"m" * 32}).open(old, "a")


def test_a_blind_index_finds_equal_values_of_one_kind_in_one_workspace() -> None:
    index = ONE.blind_index("phone", "+79000000001")
    assert len(index) == 32
    assert index == ONE.blind_index("phone", "+79000000001")
    assert index != ONE.blind_index("phone", "+79000000002")
    assert index != ONE.blind_index("person", "+79000000001")
    assert index != EpochKeys("w2", {1: b"j" * 32}).blind_index("phone", "+79000000001")


async def test_keys_are_made_once_and_kept_wrapped(core: Core, workspace_id: str) -> None:
    root = b"r" * 32
    first = DbKeyring(root, core.db, core.clock)
    sealed = (await first.of(workspace_id)).seal(b"secret", "a")
    assert await first.of(workspace_id) is await first.of(workspace_id)
    again = DbKeyring(root, core.db, core.clock)
    assert (await again.of(workspace_id)).open(sealed, "a") == b"secret"
    rows = await core.db.read(lambda tx: tx.execute(sa.select(workspace_keys)).all())
    assert [(row.epoch, len(row.wrapped)) for row in rows] == [(1, 63)]


async def test_processes_that_race_for_the_first_key_agree(core: Core, workspace_id: str) -> None:
    async with second(core.db) as second_db:
        rings = [DbKeyring(b"r" * 32, db, core.clock) for db in (core.db, second_db) * 4]
        made = await asyncio.gather(*(ring.of(workspace_id) for ring in rings))
    sealed = made[0].seal(b"x", "a")
    assert all(keys.open(sealed, "a") == b"x" for keys in made)


async def test_another_root_key_is_refused_with_a_sentence(core: Core, workspace_id: str) -> None:
    await DbKeyring(b"r" * 32, core.db, core.clock).of(workspace_id)
    with pytest.raises(CannotStart, match="Корневой ключ не подходит"):
        await DbKeyring(b"s" * 32, core.db, core.clock).of(workspace_id)


async def test_a_wrapped_key_moved_to_another_workspace_does_not_open(
    core: Core, workspace_id: str, other_workspace_id: str
) -> None:
    other = other_workspace_id
    await DbKeyring(b"r" * 32, core.db, core.clock).of(workspace_id)
    moved = sa.update(workspace_keys).values(workspace_id=other)
    await core.db.write(lambda tx: tx.execute(moved))
    with pytest.raises(CannotStart):
        await DbKeyring(b"r" * 32, core.db, core.clock).of(other)


async def test_a_destroyed_epoch_gives_way_to_the_next(core: Core, workspace_id: str) -> None:
    ring = DbKeyring(b"r" * 32, core.db, core.clock)
    sealed = (await ring.of(workspace_id)).seal(b"x", "a")
    gone = sa.update(workspace_keys).values(destroyed_at=core.clock.now(), wrapped=None)
    await core.db.write(lambda tx: tx.execute(gone))
    fresh = await DbKeyring(b"r" * 32, core.db, core.clock).of(workspace_id)
    assert fresh.seal(b"y", "a")[:3] == b"\x01\x00\x02"
    with pytest.raises(Unavailable):
        fresh.open(sealed, "a")


async def test_a_workspace_that_does_not_exist_gets_no_key(core: Core) -> None:
    with pytest.raises(NotFound):
        await core.keyring.of(core.ids.new())


def test_a_signature_holds_for_its_message_and_key_alone() -> None:
    signer = Ed25519Signer(b"s" * 32, "vestnik/example")
    signature = signer.sign(b"message")
    assert signature_holds(signer.public_key, b"message", signature)
    assert not signature_holds(signer.public_key, b"massage", signature)
    assert not signature_holds(Ed25519Signer(b"t" * 32, "other").public_key, b"message", signature)
    assert not signature_holds(b"short", b"message", signature)


@pytest.mark.parametrize("name", ["", "two words", "a+b", "x" * 101, "/lead", "line\n"])
def test_a_name_that_would_break_a_note_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="name a signer"):
        Ed25519Signer(b"s" * 32, name)
