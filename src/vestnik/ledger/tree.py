"""The Merkle tree of RFC 9162 section 2.1 over SHA-256, as functions of hashes. Pure.

A complete subtree is named by ``(level, index)``: it covers the ``2**level`` leaves from ``index << level``.
"""

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from typing import Final, TypeAlias

EMPTY_ROOT: Final = sha256(b"").digest()
Node: TypeAlias = tuple[int, int]
HASH_BYTES: Final = 32


def leaf_hash(leaf: bytes) -> bytes:
    """Return the hash of a leaf's bytes."""
    return sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of the node above two others."""
    return sha256(b"\x01" + left + right).digest()


def grow(
    size: int, frontier: Sequence[bytes], leaves: Iterable[bytes], keep_from: int = 0
) -> tuple[int, tuple[bytes, ...], list[tuple[int, int, bytes]]]:
    """Add leaf hashes to a tree known by its frontier; return its new size and frontier, and new subtrees.

    The frontier holds the roots of the complete subtrees that make up the tree, largest first. New subtrees
    come as ``(level, index, hash)``, from level ``keep_from`` up (level 0 is not repeated).
    """
    if len(frontier) != size.bit_count():
        raise ValueError(
            f"a tree of {size} leaves has {size.bit_count()} complete subtrees, not {len(frontier)}"
        )
    stack = list(frontier)
    made: list[tuple[int, int, bytes]] = []
    for leaf in leaves:
        current, index, level = leaf, size, 0
        while index & 1:
            current = sha256(b"\x01" + stack.pop() + current).digest()
            index >>= 1
            level += 1
            if level >= keep_from:
                made.append((level, index, current))
        stack.append(current)
        size += 1
    return size, tuple(stack), made


def root_of(frontier: Sequence[bytes]) -> bytes:
    """Return the root of the tree that a frontier makes up."""
    if not frontier:
        return EMPTY_ROOT
    root = frontier[-1]
    for left in reversed(frontier[:-1]):
        root = node_hash(left, root)
    return root


def inclusion_ranges(index: int, size: int) -> list[tuple[int, int]]:
    """Return the ranges of leaves whose roots are the audit path of a leaf, from the leaf up.

    Raises:
        ValueError: there is no such leaf in a tree of this size.
    """
    if not 0 <= index < size:
        raise ValueError(f"no leaf {index} in a tree of {size}")
    ranges: list[tuple[int, int]] = []
    low, high = 0, size
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            ranges.append((middle, high))
            high = middle
        else:
            ranges.append((low, middle))
            low = middle
    return ranges[::-1]


def consistency_ranges(old: int, new: int) -> list[tuple[int, int]]:
    """Return the ranges whose roots prove that the tree of ``new`` leaves begins with that of ``old``.

    Raises:
        ValueError: not ``0 < old <= new``.
    """
    if not 0 < old <= new:
        raise ValueError(f"a tree of {new} leaves cannot begin with one of {old}")
    ranges: list[tuple[int, int]] = []
    low, high, whole = 0, new, True
    while old != high:
        middle = low + _split(high - low)
        if old <= middle:
            ranges.append((middle, high))
            high = middle
        else:
            ranges.append((low, middle))
            low, whole = middle, False
    if not whole:
        ranges.append((low, high))
    return ranges[::-1]


def cover(low: int, high: int) -> list[Node]:
    """Return the complete subtrees that make up the leaves from ``low`` to before ``high``, left to right.

    ``low`` must be where a subtree of that width begins, as it is in every proof.
    """
    nodes: list[Node] = []
    while low < high:
        level = (high - low).bit_length() - 1
        nodes.append((level, low >> level))
        low += 1 << level
    return nodes


def path_of(ranges: Iterable[tuple[int, int]], lookup: Callable[[Node], bytes]) -> tuple[bytes, ...]:
    """Return the roots of ranges, given the hash of every complete subtree they need."""
    return tuple(root_of([lookup(node) for node in cover(low, high)]) for low, high in ranges)


def proves_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Tell whether ``path`` proves that the leaf hash stands at ``index`` (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size or any(len(item) != HASH_BYTES for item in path):
        return False
    position, last, current = index, size - 1, leaf
    for item in path:
        if last == 0:
            return False
        if position & 1 or position == last:
            current = node_hash(item, current)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            current = node_hash(current, item)
        position, last = position >> 1, last >> 1
    return last == 0 and current == root


def proves_consistency(old: int, new: int, path: Sequence[bytes], old_root: bytes, new_root: bytes) -> bool:
    """Tell whether ``path`` proves that the newer tree begins with the older one (RFC 9162, 2.1.4.2)."""
    if not 0 < old <= new or any(len(item) != HASH_BYTES for item in path):
        return False
    if old == new:
        return not path and old_root == new_root
    proof = list(path)
    if old & (old - 1) == 0:
        proof.insert(0, old_root)
    if not proof:
        return False
    position, last = old - 1, new - 1
    while position & 1:
        position, last = position >> 1, last >> 1
    from_old = from_new = proof[0]
    for item in proof[1:]:
        if last == 0:
            return False
        if position & 1 or position == last:
            from_old, from_new = node_hash(item, from_old), node_hash(item, from_new)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            from_new = node_hash(from_new, item)
        position, last = position >> 1, last >> 1
    return last == 0 and from_old == old_root and from_new == new_root


def _split(width: int) -> int:
    """Return the largest power of two below ``width``."""
    return 1 << ((width - 1).bit_length() - 1)
