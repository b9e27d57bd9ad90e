"""Proofs from stored nodes, signed notes, and private parts."""

import base64
import json

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from vestnik.kernel.core import Core
from vestnik.kernel.errors import NotFound, Unavailable
from vestnik.keys.signer import Ed25519Signer
from vestnik.ledger import store
from vestnik.ledger.checkpoint import open_checkpoint, origin_of, sign_checkpoint
from vestnik.ledger.conceal import commitment, conceal
from vestnik.ledger.model import Entry
from vestnik.ledger.note import open_note, sign_note, verifier_key
from vestnik.ledger.prove import prove
from vestnik.ledger.prove_growth import prove_growth
from vestnik.ledger.reveal import reveal
from vestnik.ledger.tables import ledger_entries, ledger_nodes
from vestnik.ledger.tree import leaf_hash, proves_consistency, proves_inclusion

pytestmark = pytest.mark.both_engines

SIGNER = Ed25519Signer(bytes(range(32)), "vestnik/example")


async def fill(core: Core, workspace_id: str, count: int) -> None:
    entries = [Entry("consent.given", {"number": number}) for number in range(count)]
    await core.db.write(lambda tx: store.append(tx, workspace_id, entries, core.clock.now()))


async def test_every_entry_is_proven_under_a_signed_checkpoint(core: Core, workspace_id: str) -> None:
    await fill(core, workspace_id, 77)
    note = await sign_checkpoint(core, workspace_id)
    signed = open_checkpoint(note, origin_of(core.signer, workspace_id), core.signer.public_key)
    for index in range(77):
        proof = await prove(core, workspace_id, index)
        assert proof.root == signed.root
        assert proves_inclusion(leaf_hash(proof.leaf), index, signed.size, proof.path, signed.root)


async def test_older_sizes_are_proven_too(core: Core, workspace_id: str) -> None:
    roots = {}
    for step in (1, 16, 30, 53, 100):
        await fill(core, workspace_id, step)
        head = await core.db.read(lambda tx: store.head_of(tx, workspace_id))
        roots[head.size] = head.root
    for old, root in roots.items():
        proof = await prove(core, workspace_id, old - 1, size=old)
        assert proof.root == root
        assert proves_inclusion(leaf_hash(proof.leaf), old - 1, old, proof.path, root)
        for new in (size for size in roots if size >= old):
            path = await prove_growth(core, workspace_id, old, new)
            assert proves_consistency(old, new, path, root, roots[new])


async def test_what_the_log_never_held_has_no_proof(core: Core, workspace_id: str) -> None:
    await fill(core, workspace_id, 3)
    with pytest.raises(NotFound):
        await prove(core, workspace_id, 3)
    with pytest.raises(NotFound):
        await prove(core, workspace_id, 0, size=4)
    with pytest.raises(NotFound):
        await prove_growth(core, workspace_id, 2, 4)
    with pytest.raises(NotFound):
        await prove(core, core.ids.new(), 0)


async def test_a_damaged_log_says_so_instead_of_a_proof(core: Core, workspace_id: str) -> None:
    await fill(core, workspace_id, 40)
    await core.db.write(lambda tx: tx.execute(sa.delete(ledger_nodes)))
    with pytest.raises(Unavailable, match="повреждён"):
        await prove(core, workspace_id, 3)
    with pytest.raises(Unavailable, match="повреждён"):
        await prove_growth(core, workspace_id, 20)


async def test_a_checkpoint_is_signed_once_a_size(core: Core, workspace_id: str) -> None:
    first = await sign_checkpoint(core, workspace_id)
    assert open_checkpoint(first, origin_of(core.signer, workspace_id), core.signer.public_key).size == 0
    await fill(core, workspace_id, 2)
    second = await sign_checkpoint(core, workspace_id)
    assert second.startswith(f"{core.signer.name}/{workspace_id}\n2\n")
    assert await sign_checkpoint(core, workspace_id) == second


def test_a_note_of_the_published_vector_is_read() -> None:
    """The example of golang.org/x/mod/sumdb/note, which the C2SP text is drawn from."""
    name, key = "PeterNeumann", "ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    public_key = base64.b64decode(key)[1:]
    note = (
        "If you think cryptography is the answer to your problem,\n"
        "then you don't know what your problem is.\n"
        "\n"
        "\u2014 PeterNeumann "
        "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
    )
    assert open_note(note, name, public_key).startswith("If you think")
    assert verifier_key(name, public_key) == f"{name}+c74f20a3+{key}"


@given(st.data())
def test_any_change_of_a_note_is_refused(data: st.DataObject) -> None:
    note = sign_note("vestnik/example/log\n5\nAAAA\n", "vestnik/example/log", SIGNER)
    raw = bytearray(note.encode())
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    try:
        changed = raw.decode()
    except UnicodeDecodeError:
        return
    with pytest.raises(ValueError):  # noqa: PT011 — where it broke decides the words
        open_note(changed, "vestnik/example/log", SIGNER.public_key)


def test_a_signature_written_in_another_way_is_refused() -> None:
    """Base64 leaves two bits unused here; a note has one form only."""
    note = sign_note("text\n", "a", SIGNER)
    last = note[-3]
    for other in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/":
        if other != last:
            with pytest.raises(ValueError, match="sign"):
                open_note(f"{note[:-3]}{other}{note[-2:]}", "a", SIGNER.public_key)


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 — any of its refusals
        open_note(text, "vestnik/example", SIGNER.public_key)


@pytest.mark.parametrize(
    "body", ["a\n5\n", "a\n-5\nAAAA\n", "a\n05\nAAAA\n", "a\n5\nAAAA\n", "a\n5\n~\n", "b\n5\n"]
)
def test_a_signed_text_that_is_no_checkpoint_is_refused(body: str) -> None:
    note = sign_note(body, "a", SIGNER)
    with pytest.raises(ValueError, match=r"checkpoint|base64"):
        open_checkpoint(note, "a", SIGNER.public_key)


async def test_a_private_part_is_sealed_committed_to_and_revealed(core: Core, workspace_id: str) -> None:
    keys = await core.keyring.of(workspace_id)
    entry = conceal(keys, "consent.given", {"purpose": "service"}, {"phone": "+79000000001"})
    await core.db.write(lambda tx: store.append(tx, workspace_id, [entry], core.clock.now()))
    stored = (await core.db.read(lambda tx: store.entries_between(tx, workspace_id, 0, 1)))[0]
    assert b"79000000001" not in stored.leaf
    assert stored.private is not None
    assert b"79000000001" not in stored.private
    opened = reveal(keys, stored)
    assert opened.private == {"phone": "+79000000001"}
    assert json.loads(stored.leaf)["commit"] == commitment(opened.blind, opened.content).hex()


async def test_equal_private_parts_have_different_commitments(core: Core, workspace_id: str) -> None:
    keys = await core.keyring.of(workspace_id)
    made = {conceal(keys, "a", {}, {"phone": "+79000000001"}).commit for _ in range(5)}
    assert len(made) == 5


async def test_a_private_part_moved_to_another_leaf_does_not_open(core: Core, workspace_id: str) -> None:
    keys = await core.keyring.of(workspace_id)
    entries = [conceal(keys, "a", {}, {"n": number}) for number in range(2)]
    await core.db.write(lambda tx: store.append(tx, workspace_id, entries, core.clock.now()))
    moved = sa.update(ledger_entries).where(ledger_entries.c.index == 0).values(private=entries[1].private)
    await core.db.write(lambda tx: tx.execute(moved))
    stored = (await core.db.read(lambda tx: store.entries_between(tx, workspace_id, 0, 1)))[0]
    with pytest.raises(Unavailable):
        reveal(keys, stored)


async def test_an_entry_without_private_part_has_nothing_to_reveal(core: Core, workspace_id: str) -> None:
    await fill(core, workspace_id, 1)
    stored = (await core.db.read(lambda tx: store.entries_between(tx, workspace_id, 0, 1)))[0]
    with pytest.raises(NotFound):
        reveal(await core.keyring.of(workspace_id), stored)
