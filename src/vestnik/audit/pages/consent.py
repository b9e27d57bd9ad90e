"""How a form asks for agreement: boxes, words beside the button, links in them. Pure."""

import re
from dataclasses import replace
from functools import lru_cache
from typing import Final

import turbohtml

from vestnik.audit.pages.dom import BLOCK_END, around, attr, span_of
from vestnik.audit.pages.links import anchors_in
from vestnik.audit.pages.model import Box, Consent, Ticked
from vestnik.audit.pages.stems import ADVERT, BY_ACTING, CONSENT, MAILING, OFFER, PERSONAL_DATA, POLICY, fold
from vestnik.audit.readers.masks import COVER

IDENT: Final = re.compile(
    r"agree|consent|privacy|policy|politi[ck]|polit[iy]|acceptance|soglas|personal|gdpr|152|licen[sc]e"
    r"|terms|\brules?\b|pers(?:onal)?_?data",
    re.IGNORECASE,
)
"""Names of a box, a class or an included file that speak of agreement."""
_MUST = re.compile(
    r"requir|valid|obligat|mandatory|must|rule|acceptance|(?:^|[-_ ])req(?:$|[-_ ])", re.IGNORECASE
)
_DYNAMIC: Final = (
    "v-model",
    ":checked",
    "ng-checked",
    "ng-model",
    "x-model",
    "bind:checked",
    "[checked]",
    "data-bind",
)
_SENTENCE_END = re.compile(rf"[.!?](?: |$)|{BLOCK_END}")
_ABOUT = re.compile(r"политик|услови|обработк|policy|terms")
_BRANCH = re.compile(rf"(?:[{COVER}}}]|@(?:if|else|elseif|isset|unless)\b[^\n]*)\s*\Z")
_LABEL = 700
_MAX_BOXES = 40
_NEAR = 4
"""Elements around a box that may say it must be ticked."""
_WINDOW = 220
_BOXES = "input[type=checkbox],checkbox,formcheckbox,[role=checkbox]"


def consent_of(
    tree: turbohtml.Document, words: str, source: str, inside: tuple[int, int], *, waits: bool, in_code: bool
) -> Consent:
    """Read the agreement of one form.

    ``words``: folded words of the form and after it; ``inside``: where the form stands in ``source``;
    ``waits``: its button is disabled at first; ``in_code``: template code inside speaks of a consent.
    """
    nodes = [node for node in tree.select(_BOXES)[:_MAX_BOXES] if inside[0] <= span_of(node)[0] < inside[1]]
    found = [box for node in nodes if (box := _box(tree, node, waits)) is not None]
    boxes = tuple(_doubted(box, found, source) for box in found)
    said = "" if any(about_data(box.words) for box in boxes) else _by_acting(words)
    if any(said and said in box.words for box in boxes):
        said = ""  # a box of its own says it, about something else than data
    links = tuple(link for link in anchors_in(tree) if link.words and link.words in said) if said else ()
    return Consent(boxes, said, links, hidden_in_code=in_code and not boxes and not said)


@lru_cache(maxsize=4_096)
def about_data(words: str) -> bool:
    """Whether words of agreement speak of personal data or of a policy, or of nothing in particular."""
    if (
        PERSONAL_DATA.found(words)
        or POLICY.found(words)
        or "конфиденциальност" in words
        or "privacy" in words
    ):
        return True
    return not (MAILING.found(words) or ADVERT.found(words) or OFFER.found(words))


def _box(tree: turbohtml.Document, node: turbohtml.Element, waits: bool) -> Box | None:
    idents = " ".join(attr(node, name) for name in ("name", "id", "class", "data-name", "v-model"))
    words, home = _words_beside(tree, node)
    speaks = CONSENT.found(words) or PERSONAL_DATA.found(words) or POLICY.found(words) or MAILING.found(words)
    if not speaks and not (IDENT.search(idents) and (not words or OFFER.found(words) or COVER in idents)):
        return None
    start, end = span_of(node)
    links = tuple(anchors_in(home)) if home is not None else ()
    return Box(
        words,
        _ticked(node),
        waits or _required(node, home),
        links,
        start,
        end,
        attr(node, "id") or attr(node, "name"),
    )


def _words_beside(tree: turbohtml.Document, node: turbohtml.Element) -> tuple[str, turbohtml.Element | None]:
    """The words of a box: its label, or what stands beside it in the largest block without other fields."""
    best: tuple[str, turbohtml.Element | None] = ("", None)
    name = attr(node, "id")
    if name and COVER not in name and '"' not in name and "\\" not in name:
        label = tree.find("label", attrs={"for": name})
        if isinstance(label, turbohtml.Element):
            best = (fold(label.text), label)
    for block in list(around(node, 4))[1:]:
        if len(block.select("input:not([type=hidden]),textarea,select,button")) > 1:
            break
        words = fold(block.text)
        if len(words) > _LABEL:
            break
        if len(words) > len(best[0]):
            best = (words, block)
    return best


def _doubted(box: Box, boxes: list[Box], source: str) -> Box:
    """A box that a template prints ticked in one branch and not in another: the source does not tell."""
    twins = any(other.ident == box.ident and other.ticked is not box.ticked for other in boxes if box.ident)
    branch = _BRANCH.search(source[max(0, box.start - 120) : box.start])
    return replace(box, ticked=Ticked.UNKNOWN) if twins or branch else box


def _ticked(node: turbohtml.Element) -> Ticked:
    coded = any(COVER in name or name.startswith(("@", "{")) for name in node.attrs)
    if any(node.attr(name) is not None for name in _DYNAMIC):
        return Ticked.UNKNOWN
    for name in ("checked", "defaultchecked"):
        value = node.attr(name)
        if value is not None:
            return Ticked.UNKNOWN if coded or COVER in value or value in {"false", "{false}"} else Ticked.YES
    return Ticked.UNKNOWN if coded else Ticked.NO


def _required(node: turbohtml.Element, home: turbohtml.Element | None) -> bool:
    for name, value in node.attrs.items():
        said = " ".join(value) if isinstance(value, list) else value or ""
        if (
            COVER in name
            or _MUST.search(name)
            or (name in {"class", "data-bind", "data-v"} and _MUST.search(said))
        ):
            return attr(node, "aria-required") != "false" or node.attr("required") is not None
    return any(
        _MUST.search(attr(block, "class")) for block in around(node, _NEAR) if block.tag != "form"
    ) or (home is not None and bool(_MUST.search(attr(home, "class"))))


def _by_acting(words: str) -> str:
    """The words that say that pressing, sending or filling in is agreeing, or an empty string."""
    at = 0
    while found := CONSENT.pattern.search(words, at):
        before = words[max(0, found.start() - _WINDOW) : found.start()].rpartition(BLOCK_END)[2]
        after = words[found.start() : found.end() + _WINDOW]
        stop = _SENTENCE_END.search(after, len(found[0]))
        after = after[: stop.start()] if stop else after
        about = PERSONAL_DATA.found(after) or POLICY.found(after) or OFFER.found(after)
        acts = list(BY_ACTING.pattern.finditer(before))
        if about or (acts and _ABOUT.search(after)):
            return (before[acts[-1].start() :] + after if acts else after).strip()
        at = found.end()
    return ""
