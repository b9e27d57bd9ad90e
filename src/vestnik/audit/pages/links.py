"""Links of a page that name a policy or a consent document. Pure."""

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import urljoin, urlsplit

import turbohtml

from vestnik.audit.pages.dom import attr
from vestnik.audit.pages.model import Anchor
from vestnik.audit.pages.stems import fold, says_consent_document, says_policy
from vestnik.audit.readers.masks import COVER

_POLICY_PATH: Final = re.compile(
    r"priva[ct]y|policy|politi[kc]\w{0,3}[-_](?:konf|obrab|pers|priv|v-|zash)|polit_?konf|konf[ie]denc|confiden|personal[-_]?(?:data|dan)|persdan"
    r"|pers[-_]dan|152-?fz|polojenie|pdn",
    re.IGNORECASE,
)
_CONSENT_PATH: Final = re.compile(
    r"soglasi[ey](?!sheni)|(?:^|[/_-])consent|agreement[-_](?:pd|personal)|agree", re.IGNORECASE
)
_OPENS: Final = re.compile(r"modal|popup|fancybox|lightbox|dialog|reveal|uk-toggle|collapse", re.IGNORECASE)
_OPENING: Final = (
    "data-toggle",
    "data-bs-toggle",
    "data-target",
    "data-bs-target",
    "data-fancybox",
    "data-modal",
    "data-src",
    "data-popup",
    "onclick",
    "data-href",
    "@click",
    "uk-toggle",
    "data-remodal-target",
    "data-izimodal-open",
    "data-micromodal-trigger",
)
_PLAIN = re.compile(r"[\w./%-]*")
"""A path that joins to an origin as it stands."""


def anchor_of(node: turbohtml.Element) -> Anchor:
    """Read one ``<a>``."""
    href = (attr(node, "href") or attr(node, "to") or attr(node, ":to")).strip()
    start = end = 0
    location = node.source_location
    if location is not None:
        span = (location.attrs or {}).get("href") or location.start_tag
        if span is not None:
            start, end = span.start_offset, span.end_offset
    words = fold(node.text or attr(node, "title") or attr(node, "aria-label"))
    opens = any(node.attr(name) is not None for name in _OPENING) or bool(_OPENS.search(attr(node, "class")))
    return Anchor(href, words, start, end, opens=opens)


def names_policy(anchor: Anchor) -> bool:
    """Whether a link's words, or its path when the words say nothing, name a policy."""
    if says_consent_document(anchor.words) and not _POLICY_PATH.search(anchor.href):
        return False
    return says_policy(anchor.words) or bool(
        _POLICY_PATH.search(_tail(anchor.href)) and len(anchor.words) > 1
    )


def names_consent(anchor: Anchor) -> bool:
    """Whether a link's words or its path name a consent document."""
    return says_consent_document(anchor.words) or bool(_CONSENT_PATH.search(_tail(anchor.href)))


def leads_nowhere(anchor: Anchor) -> bool:
    """Whether pressing it does nothing: ``#``, empty or an empty program, and nothing opens."""
    bare = anchor.href.lower().replace(" ", "")
    empty = bare in {"", "#", "#!", "/#"} or (
        bare.startswith("javascript:") and len(bare) < len("javascript:void(0);;")
    )
    return empty and not anchor.opens


def unknown_target(anchor: Anchor) -> bool:
    """Whether a template or a program gives the address."""
    return COVER in anchor.href or anchor.href.startswith(("{", "$", ":"))


def absolute(href: str, url: str | None) -> str:
    """Return the address as absolute as it can be, without its fragment."""
    if COVER in href:
        return ""
    if href.startswith("/") and href[1:2] not in {"/", "."} and url is not None and _PLAIN.fullmatch(href):
        return "/".join(url.split("/", 3)[:3]) + href
    try:
        joined = urljoin(url, href) if url else href
        return joined.partition("#")[0]
    except ValueError:
        return ""


def host_of(address: str) -> str:
    """Return the host in lower case without ``www.``, or an empty string."""
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def same_owner(one: str, other: str) -> bool:
    """Whether two hosts share their last two labels (``shop.example`` and ``docs.shop.example``)."""
    return one.split(".")[-2:] == other.split(".")[-2:]


def anchors_in(node: turbohtml.Element | turbohtml.Document) -> Iterator[Anchor]:
    """Read every link inside an element."""
    for found in node.select("a,router-link,nuxt-link,navlink,routerlink,nuxtlink,link[href],link[to]"):
        yield anchor_of(found)


def _tail(href: str) -> str:
    """The part of an address that names a document."""
    return href.partition("?")[0] if "://" not in href else "/" + href.partition("://")[2].partition("/")[2]
