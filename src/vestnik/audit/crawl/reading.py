"""From a fetched body to findings and further addresses."""

import hashlib
from dataclasses import dataclass, replace
from html import escape

from vestnik.audit.crawl import troubles
from vestnik.audit.crawl.links import PageLinks, links_in, links_of
from vestnik.audit.documents import Document, looks_binary, looks_broken, read_document
from vestnik.audit.findings import fingerprint, group_of
from vestnik.audit.inspect import Inspection, Inspector
from vestnik.audit.model import Finding, Place, Span, Trouble
from vestnik.audit.vendor import VendorInspector
from vestnik.kernel.http import Hop

REDIRECT_RULE = "RD-LINK-003"
_MAX_EXCERPT = 240
_MAX_MATCHED = 200
_LONG = 2_000_000
"""Characters; the tree of a page takes some forty times its size in memory."""
_NO_LINKS = PageLinks((), ())
_NOT_TEXT = (
    "image/",
    "video/",
    "audio/",
    "font/",
    "application/pdf",
    "application/zip",
    "application/octet-stream",
)
_SVG = "image/svg"


@dataclass(frozen=True, slots=True)
class Reading:
    """What one body gave."""

    findings: list[Finding]
    links: PageLinks
    troubles: list[Trouble]
    document: Document | None = None
    """The body as text, with its tree when it is a page; None when it is no text."""


class Reader:
    """Reads bodies, one at a time; an identical body is inspected once, for every address it came from."""

    def __init__(self, *, include_vendor: bool) -> None:
        """``include_vendor`` keeps third-party files at full severity; compiling takes some 50 ms."""
        self._inspector = VendorInspector() if include_vendor else Inspector()
        self._known: dict[bytes, Inspection] = {}

    def read(self, url: str, body: bytes, media: str | None) -> Reading:
        """Inspect ``body``, which came from the canonical ``url`` as ``media``."""
        if _is_binary(body, media):
            return Reading([], _NO_LINKS, [troubles.not_text(url, media)])
        document = read_document(url, body, media)
        digest = hashlib.sha256(f"{document.kind}{document.vendor}".encode() + body).digest()
        known = self._known.get(digest)
        seen = known or self._inspector.examine(document)
        self._known[digest] = seen
        found = seen.findings if known is None else _stand_at(url, seen.findings)
        links = _links(document, url) if document.kind.is_page else _NO_LINKS
        noted = seen.trouble(url)
        if looks_broken(document.text):
            noted.append(troubles.broken_encoding(url, document.encoding))
        return Reading(found, links, noted, document)

    def judge(self, address: str) -> Finding | None:
        """Return what an address would be as a link on a page, when it would be a finding at all."""
        page = f'<a href="{escape(address)}">→</a>'.encode()
        found = self._inspector.inspect(read_document("redirect.html", page, "text/html"))
        return next((one for one in found if one.actionable), None)

    @property
    def inspector(self) -> Inspector:
        """The compiled signatures; an inspector serves one thread at a time."""
        return self._inspector

    def redirects(self, url: str, hops: tuple[Hop, ...]) -> list[Finding]:
        """Return a finding for every redirect on the way from ``url`` that leads into a messenger."""
        found: list[Finding] = []
        for hop in hops:
            inside = self.judge(hop.location)
            if inside is None:
                continue
            target = inside.target or hop.location
            found.append(
                replace(
                    inside,
                    rule=REDIRECT_RULE,
                    place=Place(url, 1, 1, Span(0, 0)),
                    matched=hop.location[:_MAX_MATCHED],
                    excerpt=f"{hop.status} {hop.url} → {hop.location}"[:_MAX_EXCERPT],
                    fingerprint=fingerprint(REDIRECT_RULE, target, url, len(found) + 1),
                )
            )
        return found


def _links(document: Document, url: str) -> PageLinks:
    """Read the links of a page; of a page of a million links its beginning gives more than is followed."""
    if len(document.text) > _LONG:
        return links_of(document.text[:_LONG], url)
    return links_in(document.tree, url)


def _is_binary(body: bytes, media: str | None) -> bool:
    named = (media or "").lower()
    return (named.startswith(_NOT_TEXT) and not named.startswith(_SVG)) or looks_binary(body)


def _stand_at(url: str, findings: list[Finding]) -> list[Finding]:
    """The same findings at another address; parts stay with the finding they belong to."""
    counted: dict[tuple[str, str], int] = {}
    groups: dict[str, str] = {}
    moved = []
    for finding in findings:
        named = finding.target or finding.matched.lower()
        ordinal = counted[finding.rule, named] = counted.get((finding.rule, named), 0) + 1
        print_ = fingerprint(finding.rule, named, url, ordinal)
        if not finding.part:
            groups[finding.group] = group_of(print_)
        moved.append(replace(finding, place=replace(finding.place, path=url), fingerprint=print_))
    return [replace(finding, group=groups.get(finding.group, finding.group)) for finding in moved]
