"""A document → what it shows about personal data. The first door of this room. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import Final

from vestnik.audit.documents import Document, Kind
from vestnik.audit.model import Form
from vestnik.audit.pages.anchors import footer_start, telling_anchors
from vestnik.audit.pages.checks import consent, cookie, subscription, tls
from vestnik.audit.pages.checks import form as form_checks
from vestnik.audit.pages.context import Context, asks
from vestnik.audit.pages.dom import visible
from vestnik.audit.pages.forms import read_forms
from vestnik.audit.pages.links import absolute, leads_nowhere, names_consent, names_policy, unknown_target
from vestnik.audit.pages.model import Anchor, FoundForm, Merged, PageReading, Policy, Purpose, Requisites
from vestnik.audit.pages.policy import read_policy, requisites_of
from vestnik.audit.pages.seeds import Seed, Seeds, seeds_of
from vestnik.audit.pages.signals import build, place_of
from vestnik.audit.pages.stems import CONSENT, POLICY, fold
from vestnik.audit.pages.trackers import records_input, tracker_hits
from vestnik.audit.readers.masks import mask

_ADMIN: Final = re.compile(
    r"(?:^|/)(?:admin(?:istrator|istration)?|wp-admin|bitrix/admin|manager|adminer|phpmyadmin|backend"
    r"|core/packages|development-bundle)(?:/|$)|(?:^|/)admin[\w-]*\.php",
    re.IGNORECASE,
)
"""Pages for staff and samples of libraries: what they ask is no business of a visitor's consent."""
_ACCOUNT: Final = re.compile(
    r"(?:^|[/_.-])(?:forgot|reset|recover\w*|remind\w*|restore|log-?in|sign-?in|auth(?:orize)?)(?!\w)(?!.*regist)",
    re.IGNORECASE,
)
_HEADING = re.compile(r"<(title|h1|h2)\b[^<>]*>(.{0,400}?)</\1", re.DOTALL | re.IGNORECASE)
_POLICY_PATH = re.compile(
    r"""["'`/](?:politi[kc]\w{0,3}[-_]konf[\w-]*|privacy[-_]?policy|privacy|policy)[/"'`.?]"""
)
"""In a file: the address of a policy, put into a link elsewhere."""
_MARKUP = re.compile(r"<(?:form|Form|input|Input|a|Link|NavLink|RouterLink)[\s>]")
_JSX: Final = (".jsx", ".tsx", ".js", ".ts", ".mjs")
_NO_NUMBERS = Requisites()
_DENSE = 10
_FEW = 3
_MAX_NUMBERS = 20
_LONG = 1_500
_CHECKS: Final = (form_checks.signs, subscription.signs, consent.signs, cookie.signs, tls.signs)


def read_page(document: Document, url: str | None, headers: Mapping[str, str] | None = None) -> PageReading:
    """Say what one page or template shows. Never raises on any document.

    ``url`` is the page's address, None for a file of a directory; ``headers`` are the answer's.
    Third-party code, tests, saved old copies and pages for staff give nothing.
    """
    if document.vendor or document.test or document.dead or (url is None and _ADMIN.search(document.path)):
        return PageReading(document.path)
    if not document.kind.marked_up:
        return _program(document)
    text = mask(document).text if url is None else document.text.replace("\r", " ")
    seeds = seeds_of(text)
    forms = read_forms(text, document.text, seeds, braces=document.path.endswith((".svelte", ".astro")))
    return _reading(document, text, seeds, forms, url, headers)


def _program(document: Document) -> PageReading:
    """A program: its forms when it is JSX, else only what it loads."""
    if document.kind is not Kind.SCRIPT:
        return PageReading(document.path)
    text = document.text.replace("\r", " ")
    seeds = seeds_of(text)
    if document.path.endswith(_JSX) and _MARKUP.search(text):
        forms = read_forms(text, document.text, seeds, braces=True)
        return _reading(document, text, seeds, forms, None, None)
    trackers = tracker_hits(document, text, seeds, markup=False)
    return PageReading(document.path, trackers=tuple(trackers), webvisor=records_input(text, seeds))


def _reading(
    document: Document,
    text: str,
    seeds: Seeds,
    forms: Sequence[FoundForm],
    url: str | None,
    headers: Mapping[str, str] | None,
) -> PageReading:
    if _ACCOUNT.search(document.path):
        forms = [_of_known(form) for form in forms]
    told = list(telling_anchors(text, seeds))
    anchors = [anchor for anchor in told if not leads_nowhere(anchor)]
    context = Context(document, text, url, seeds, headers, forms, anchors)
    footer = footer_start(text, seeds) if url is not None else None
    policies = [anchor for anchor in anchors if names_policy(anchor)]
    return PageReading(
        document.path,
        signals=tuple(build(document, chain.from_iterable(check(context) for check in _CHECKS))),
        forms=tuple(_form(context, form) for form in forms if form.purpose is not Purpose.OTHER),
        trackers=tuple(tracker_hits(document, text, seeds, markup=True)),
        policy_links=_targets(policies, url),
        policy_linked=bool(policies) or (url is None and bool(_POLICY_PATH.search(text))),
        policy_dead=any(names_policy(anchor) and leads_nowhere(anchor) for anchor in told),
        consent_links=_targets(
            [anchor for anchor in anchors if names_consent(anchor) and not names_policy(anchor)], url
        ),
        footer_policy=footer is not None and any(anchor.start >= footer for anchor in policies),
        has_footer=footer is not None,
        asks=any(asks(form) for form in forms),
        merged=_merged(context),
        requisites=_requisites(text, seeds),
        webvisor=records_input(text, seeds),
        policy=_own_policy(text, seeds, document.path),
        served=url is not None,
    )


def _of_known(form: FoundForm) -> FoundForm:
    """A form on a page whose name speaks of signing in asks for what a known person typed before."""
    few = not set(form.data) - {"email", "phone", "name"}
    return (
        replace(form, purpose=Purpose.ACCOUNT) if few and form.purpose is not Purpose.SUBSCRIPTION else form
    )


def _form(context: Context, form: FoundForm) -> Form:
    link = next((link for link in form.consent.all_links if not leads_nowhere(link)), None)
    return Form(
        place=place_of(context.document, form.start, form.end),
        action=absolute(form.action, context.url) if form.action else "",
        method=form.method,
        data=form.data,
        consent=form.consent.how,
        consent_link=absolute(link.href, context.url) or None if link else None,
        group=form.key,
    )


def _merged(context: Context) -> tuple[Merged, ...]:
    return tuple(
        Merged(place_of(context.document, form.start, form.end), form.title, form.key, target)
        for form in context.forms
        if (target := consent.merged(form, context.url)) is not None
    )


def _targets(anchors: Sequence[Anchor], url: str | None) -> tuple[str, ...]:
    found = (absolute(anchor.href, url) for anchor in anchors if not unknown_target(anchor))
    links = dict.fromkeys(
        link for link in found if link and not link.lower().startswith(("mailto:", "tel:", "javascript:"))
    )
    return tuple(links)


def _requisites(text: str, seeds: Seeds) -> Requisites:
    places = seeds[Seed.NUMBER][:_MAX_NUMBERS]
    pieces = (visible(text[at : at + 160]) for at in places)
    return requisites_of(" \n ".join(pieces)) if places else _NO_NUMBERS


def _own_policy(text: str, seeds: Seeds, path: str) -> Policy | None:
    """The page itself as a policy: its heading says so and it speaks of personal data on and on."""
    if len(seeds[Seed.PERSONAL]) < _DENSE:
        return None
    found = [(match[1].lower(), fold(visible(match[2]))) for match in _HEADING.finditer(text)]
    headings = [words for tag, words in found if tag != "h2"][:_FEW] or [words for _, words in found][:1]
    if not any(POLICY.found(heading) and not CONSENT.found(heading) for heading in headings):
        return None
    words = " ".join(visible(text).split())
    return read_policy(words, path) if len(words) > _LONG else None
