"""The tree against RFC 6962's published values, a naive recomputation, and bits flipped by hand."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vestnik.ledger import tree

LEAVES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
"""The roots of the first one to eight of ``LEAVES``: test data of the Certificate Transparency project."""


def naive_root(hashes: list[bytes]) -> bytes:
    """The definition of RFC 9162 section 2.1.1, written down as it stands."""
    if not hashes:
        return sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    split = 1
    while split * 2 < len(hashes):
        split *= 2
    return sha256(b"\x01" + naive_root(hashes[:split]) + naive_root(hashes[split:])).digest()


def hashes_of(size: int) -> list[bytes]:
    return [tree.leaf_hash(str(number).encode()) for number in range(size)]


def lookup_in(hashes: list[bytes]):
    def lookup(node: tree.Node) -> bytes:
        level, index = node
        covered = hashes[index << level : (index + 1) << level]
        assert len(covered) == 1 << level
        return naive_root(covered)

    return lookup


def root(size: int) -> bytes:
    return naive_root(hashes_of(size))


def inclusion(index: int, size: int) -> tuple[bytes, ...]:
    return tree.path_of(tree.inclusion_ranges(index, size), lookup_in(hashes_of(size)))


def consistency(old: int, new: int) -> tuple[bytes, ...]:
    return tree.path_of(tree.consistency_ranges(old, new), lookup_in(hashes_of(new)))


@pytest.mark.parametrize("size", range(1, 9))
def test_published_roots_come_out(size: int) -> None:
    hashes = [tree.leaf_hash(leaf) for leaf in LEAVES[:size]]
    _, frontier, _ = tree.grow(0, (), hashes)
    assert tree.root_of(frontier).hex() == ROOTS[size - 1]


def test_published_paths_come_out() -> None:
    hashes = [tree.leaf_hash(leaf) for leaf in LEAVES]
    path = tree.path_of(tree.inclusion_ranges(0, 8), lookup_in(hashes))
    assert [item.hex() for item in path] == [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ]
    growth = tree.path_of(tree.consistency_ranges(6, 8), lookup_in(hashes))
    assert [item.hex() for item in growth] == [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ]


def test_an_empty_tree_has_the_hash_of_nothing_as_its_root() -> None:
    assert tree.root_of(()) == sha256(b"").digest()


@given(parts=st.lists(st.integers(0, 40), max_size=8))
def test_growing_by_any_steps_gives_the_root_and_nodes_of_the_definition(parts: list[int]) -> None:
    size, frontier, nodes = 0, (), {}
    for part in parts:
        hashes = hashes_of(size + part)
        size, frontier, made = tree.grow(size, frontier, hashes[size:], keep_from=2)
        nodes.update({(level, index): digest for level, index, digest in made})
        assert tree.root_of(frontier) == naive_root(hashes)
    lookup = lookup_in(hashes_of(size))
    expected = {(level, index) for level in range(2, 10) for index in range(size >> level)}
    assert set(nodes) == expected
    assert all(digest == lookup(node) for node, digest in nodes.items())


def test_a_frontier_of_another_size_is_refused() -> None:
    with pytest.raises(ValueError, match="subtrees"):
        tree.grow(3, (b"x" * 32,), [])


@given(st.data())
def test_any_leaf_of_any_size_is_proven(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 130))
    index = data.draw(st.integers(0, size - 1))
    leaf = hashes_of(size)[index]
    path = inclusion(index, size)
    assert tree.proves_inclusion(leaf, index, size, path, root(size))
    other = data.draw(st.integers(0, size + 3).filter(lambda number: number != index))
    assert not tree.proves_inclusion(leaf, other, size, path, root(size))


@given(st.data())
def test_any_flipped_bit_spoils_an_inclusion_proof(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 130))
    index = data.draw(st.integers(0, size - 1))
    parts = [hashes_of(size)[index], root(size), *inclusion(index, size)]
    which = data.draw(st.integers(0, len(parts) - 1))
    bit = data.draw(st.integers(0, 255))
    number = int.from_bytes(parts[which], "big") ^ (1 << bit)
    parts[which] = number.to_bytes(32, "big")
    assert not tree.proves_inclusion(parts[0], index, size, parts[2:], parts[1])


@given(st.data())
def test_any_two_sizes_are_proven_consistent(data: st.DataObject) -> None:
    new = data.draw(st.integers(1, 130))
    old = data.draw(st.integers(1, new))
    path = consistency(old, new)
    assert tree.proves_consistency(old, new, path, root(old), root(new))
    parts = [root(old), root(new), *path]
    which = data.draw(st.integers(0, len(parts) - 1))
    bit = data.draw(st.integers(0, 255))
    parts[which] = (int.from_bytes(parts[which], "big") ^ (1 << bit)).to_bytes(32, "big")
    assert not tree.proves_consistency(old, new, parts[2:], parts[0], parts[1])


@given(
    old=st.integers(1, 60),
    more=st.integers(0, 60),
    extra=st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=3),
    cut=st.integers(1, 3),
)
def test_a_longer_or_shorter_path_is_refused(old: int, more: int, extra: list[bytes], cut: int) -> None:
    new = old + more
    path = consistency(old, new)
    assert not tree.proves_consistency(old, new, [*path, *extra], root(old), root(new))
    audit = inclusion(old - 1, new)
    leaf = hashes_of(new)[old - 1]
    assert not tree.proves_inclusion(leaf, old - 1, new, [*audit, *extra], root(new))
    if path:
        assert not tree.proves_consistency(old, new, path[:-cut], root(old), root(new))
    if audit:
        assert not tree.proves_inclusion(leaf, old - 1, new, audit[:-cut], root(new))


@pytest.mark.parametrize("attack", ["edit", "drop", "swap", "back-date", "roll back"])
@given(old=st.integers(2, 40), more=st.integers(1, 40), place=st.integers(0, 38))
def test_no_rewritten_history_continues_a_signed_one(attack: str, old: int, more: int, place: int) -> None:
    """Whatever path the forger computes, the kept root of the older log does not come out."""
    place %= old - 1
    hashes = hashes_of(old + more)
    kept = naive_root(hashes[:old])
    forged = list(hashes)
    if attack == "edit":
        forged[place] = tree.leaf_hash(b"another")
    elif attack == "drop":
        del forged[place]
    elif attack == "swap":
        forged[place], forged[place + 1] = forged[place + 1], forged[place]
    elif attack == "back-date":
        forged.insert(place, tree.leaf_hash(b"slipped in"))
    else:
        forged[old - 1 :] = [tree.leaf_hash(f"again {number}".encode()) for number in range(more + 1)]
    new = len(forged)
    path = tree.path_of(tree.consistency_ranges(old, new), lookup_in(forged)) if new >= old else ()
    assert not tree.proves_consistency(old, new, path, kept, naive_root(forged))


@pytest.mark.parametrize(("index", "size"), [(0, 0), (5, 5), (-1, 5)])
def test_a_leaf_outside_the_tree_has_no_path(index: int, size: int) -> None:
    with pytest.raises(ValueError, match="no leaf"):
        tree.inclusion_ranges(index, size)
    assert not tree.proves_inclusion(b"x" * 32, index, size, (), b"x" * 32)


@pytest.mark.parametrize(("old", "new"), [(0, 4), (5, 4)])
def test_sizes_that_cannot_follow_each_other_have_no_proof(old: int, new: int) -> None:
    with pytest.raises(ValueError, match="cannot begin"):
        tree.consistency_ranges(old, new)
    assert not tree.proves_consistency(old, new, (), root(old), root(new))
