"""What a page did before any choice of its visitor, and whether its forms send without consent."""

import re
from collections.abc import Sequence
from urllib.parse import urljoin

from vestnik.audit.model import Viewport
from vestnik.audit.render.addresses import host_of, told
from vestnik.audit.render.drawn import Drawn
from vestnik.audit.render.model import Observed, SeenCookie, SeenForm, SeenRequest
from vestnik.kernel.browser import DESKTOP_VIEW, MOBILE_VIEW, Cookie, Request, Tab

_CONSENT = re.compile(
    r"соглас|персональн|обработк\w+ данн|политик|конфиденциальн|\bпдн\b|152.?фз"
    r"|consent|privacy|personal data|agree",
    re.IGNORECASE,
)
_BUTTONS = frozenset({"submit", "button", "reset", "image", "hidden"})
_FILLS = (
    (re.compile(r"mail|почт", re.IGNORECASE), "proverka@example.ru"),
    (re.compile(r"phone|tel|телефон|моб", re.IGNORECASE), "+79000000000"),
    (re.compile(r"date|дата|birth", re.IGNORECASE), "1990-01-01"),
    (re.compile(r"inn\b|инн", re.IGNORECASE), "7700000000"),
    (re.compile(r"url|site|сайт", re.IGNORECASE), "https://example.ru/"),
    (re.compile(r"number|count|кол-?во|сумма|amount", re.IGNORECASE), "1"),
)
_ANY = "Проверка"
_CAPTION = 300


async def observe(
    url: str,
    viewport: Viewport,
    tab: Tab,
    *,
    cookies: Sequence[Cookie],
    requests: Sequence[Request],
    tries: int,
) -> Observed:
    """Return what the page did by itself; with ``tries``, fill so many forms and press, cut off the network.

    The first try ends the tab's network for good, so this comes last.
    """
    host = host_of(tab.url)
    drawn = Drawn(await tab.snapshot(), DESKTOP_VIEW if viewport is Viewport.DESKTOP else MOBILE_VIEW)
    forms = []
    for ordinal, place in enumerate(at for at, node in enumerate(drawn.nodes) if node.tag == "form"):
        form = _Form(drawn, place, tab.url, ordinal)
        sent: Sequence[Request] | None = None
        if tries > 0 and form.worth_a_try:
            tries -= 1
            sent = await tab.try_form(form.fills(), form.button)
        forms.append(form.seen(sent))
    return Observed(
        url=url,
        final_url=tab.url,
        viewport=viewport,
        cookies=tuple(
            SeenCookie(one.name, one.domain, not _own(one.domain, host), one.days) for one in cookies
        ),
        requests=tuple(_request(one, host) for one in requests),
        forms=tuple(forms),
    )


class _Form:
    """One form of the page as drawn."""

    def __init__(self, drawn: Drawn, place: int, url: str, ordinal: int) -> None:
        self._drawn = drawn
        self._place = place
        self._url = url
        self._ordinal = ordinal
        self._inside = [place, *drawn.below(place)]
        self._box = next((at for at in self._inside if self._is_consent(at)), None)
        self.button = self._button()

    @property
    def worth_a_try(self) -> bool:
        """Whether there is an empty consent box and a button in view to press."""
        if self._box is None or self.button < 0 or self._drawn.nodes[self._box].checked:
            return False
        return self._drawn.seen(self._drawn.places[self.button]) is not None

    def fills(self) -> dict[int, str]:
        """Return an invented answer for every field but the consent box, which stays empty."""
        answers = {}
        for at in self._fields():
            node = self._drawn.nodes[at]
            kind = node.attributes.get("type", "text").lower()
            if kind in {"file", "checkbox"}:
                continue
            named = " ".join(
                (kind, *(node.attributes.get(name, "") for name in ("name", "placeholder", "id")))
            )
            answer = next((value for sign, value in _FILLS if sign.search(named)), _ANY)
            answers[node.id] = "on" if kind == "radio" else answer
        return answers

    def seen(self, sent: Sequence[Request] | None) -> SeenForm:
        attributes = self._drawn.nodes[self._place].attributes
        action = attributes.get("action", "")
        # Counters tell of every press too: only the form's own way, or what was filled in, is a sending.
        tried = [one for one in sent or () if one.filled or one.kind == "document"]
        return SeenForm(
            ordinal=self._ordinal,
            action=urljoin(self._url, action) if action else "",
            method=attributes.get("method", "get").lower(),
            fields=tuple(self._name(at) for at in self._fields()),
            visible=self._drawn.seen(self._place) is not None,
            box=self._box is not None,
            box_checked=None if self._box is None else self._drawn.nodes[self._box].checked,
            submits_unticked=None if sent is None else bool(tried),
            sends_to=told(tried[0].url.partition("?")[0]) if tried else "",
        )

    def _fields(self) -> list[int]:
        return [
            at
            for at in self._inside
            if self._drawn.nodes[at].tag in {"textarea", "select"}
            or (
                self._drawn.nodes[at].tag == "input"
                and self._drawn.nodes[at].attributes.get("type", "text").lower() not in _BUTTONS
            )
        ]

    def _name(self, at: int) -> str:
        node = self._drawn.nodes[at]
        kind = node.attributes.get("type", "text") if node.tag == "input" else node.tag
        return node.attributes.get("name") or kind.lower()

    def _is_consent(self, at: int) -> bool:
        node = self._drawn.nodes[at]
        if node.tag != "input" or node.attributes.get("type", "").lower() != "checkbox":
            return False
        return bool(_CONSENT.search(self._caption(at)))

    def _caption(self, at: int) -> str:
        """The words beside a tick box: its label's, else those of what it stands in."""
        node = self._drawn.nodes[at]
        named = [node.attributes.get("name", ""), node.attributes.get("id", "")]
        label = node.attributes.get("id")
        if label:
            named += [
                self._drawn.text(place)
                for place in self._inside
                if self._drawn.nodes[place].attributes.get("for") == label
            ]
        for above in list(self._drawn.above(at))[1:4]:
            if above == self._place:
                break
            named.append(self._drawn.text(above))
        return " ".join(named)[: 3 * _CAPTION]

    def _button(self) -> int:
        for at in self._inside:
            node = self._drawn.nodes[at]
            kind = node.attributes.get("type", "").lower()
            if (node.tag == "button" and kind in {"", "submit"}) or (
                node.tag == "input" and kind in {"submit", "image"}
            ):
                return node.id
        return -1


def _own(domain: str, host: str) -> bool:
    bare = host.removeprefix("www.")
    return domain in {bare, host} or domain.endswith(f".{bare}") or bare.endswith(f".{domain}")


def _request(one: Request, host: str) -> SeenRequest:
    host_there = host_of(one.url)
    return SeenRequest(
        url=told(one.url),
        host=host_there,
        kind=one.kind,
        method=one.method,
        third_party=bool(host_there) and not _own(host_there, host),
        sent=one.sent,
    )
