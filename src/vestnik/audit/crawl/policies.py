"""A fetched privacy policy, whatever file it is, as plain text taken apart."""

from vestnik.audit.documents import read_document
from vestnik.audit.pages import read_policy
from vestnik.audit.pages.dom import visible
from vestnik.audit.pages.model import Policy
from vestnik.audit.sources.budget import Budget, Passed
from vestnik.audit.sources.formats import format_of
from vestnik.audit.sources.model import BROKEN, OpenLimits, Part
from vestnik.audit.sources.opening import source_of

_LIMITS = OpenLimits(parts=200, part_bytes=16_000_000, unpacked_bytes=64_000_000, pages=60, rendered_pages=0)


def policy_of(url: str, body: bytes, media: str | None) -> Policy | None:
    """Read a page, a PDF or an office document as a policy; None when it holds no text. Never raises."""
    source = source_of(url, body)
    form = format_of(url, source.head)
    if form is None:
        return read_policy(" ".join(visible(read_document(url, body, media).text).split()), url)
    texts: list[str] = []
    try:
        parts = (given for given in form.reader(source, Budget(_LIMITS)) if isinstance(given, Part))
        texts.extend(visible(part.data.decode("utf-8", "replace")) for part in parts if part.kind is not None)
    except (Passed, *BROKEN):
        pass  # what was read until then may be enough; a text too short is told of as a stub
    text = " \n".join(texts)
    return read_policy(text, url) if text.strip() else None
