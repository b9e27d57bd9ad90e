"""A quick look that lets most texts go: no name of a messenger and no address of one, in any disguise.

Everything here is a *necessary* condition of what ``naming.py`` and ``links.py`` look for, asked of bytes by
Aho-Corasick automatons instead of word by word. Where a condition cannot be had cheaply the answer is True:
a wrong True costs time, a wrong False would hide an invitation.
"""

import re
from dataclasses import dataclass
from typing import Final

from vestnik.law.signatures import Signatures
from vestnik.law.text_check.codepage import encode
from vestnik.law.text_check.fold import Cleaned
from vestnik.law.text_check.hosts_sieve import may_lead
from vestnik.law.text_check.model import Edition
from vestnik.law.text_check.names_sieve import may_name
from vestnik.law.text_check.words import COMMON_NAMES

_COMMON: Final = re.compile(rf"(?<![^\W_])(?:{'|'.join(COMMON_NAMES)})(?![^\W_])")


@dataclass(frozen=True, slots=True)
class Glance:
    """What a text may hold; what is False is certainly not there."""

    names: bool
    addresses: bool


def may_invite(signatures: Signatures, cleaned: Cleaned) -> bool:
    """Whether the text has to be read in full; False means that ``invitations`` finds nothing in it."""
    seen = glance(signatures, cleaned)
    return seen.names or seen.addresses


def glance(signatures: Signatures, cleaned: Cleaned) -> Glance:
    """Whether the text may name a messenger in words, and whether it may hold an address of one."""
    data = encode(cleaned.lower)
    if data is None:
        return Glance(names=True, addresses=True)
    edition = Edition(signatures.digest, signatures)
    common = any(name in cleaned.text for name in COMMON_NAMES) and _COMMON.search(cleaned.text) is not None
    return Glance(names=common or may_name(edition, data), addresses=may_lead(edition, data))
