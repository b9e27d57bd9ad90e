"""What names a foreign messenger: hosts, schemes, mirrors, spellings, widgets, gateways.

``load()`` reads the data files (``data/*.toml``, one per platform) into one frozen ``Signatures``.
"""

from vestnik.law.signatures.loading import load
from vestnik.law.signatures.model import SEVERAL, LinkRole, Literal, LiteralKind, Match
from vestnik.law.signatures.signatures import Signatures

__all__ = ["SEVERAL", "LinkRole", "Literal", "LiteralKind", "Match", "Signatures", "load"]
