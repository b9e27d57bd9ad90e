"""PD-CONS-01: agreement that leads to the policy alone; PD-POL-04 in the words of a consent."""

from collections.abc import Iterator

from vestnik.audit.model import Claim
from vestnik.audit.pages.context import Context, asks, named
from vestnik.audit.pages.links import absolute, leads_nowhere, names_consent, unknown_target
from vestnik.audit.pages.model import Anchor, FoundForm
from vestnik.audit.pages.policy import foreign_messengers
from vestnik.audit.pages.signals import Sign, quoted
from vestnik.audit.pages.stems import CONSENT, MAILING


def signs(context: Context) -> Iterator[Sign]:
    """Yield what the words of agreement of every form show."""
    for form in context.forms:
        if not asks(form):
            continue
        words = form.consent.all_words
        if (names := foreign_messengers(words)) and CONSENT.found(words):
            yield Sign(
                "PD-POL-04",
                form.start,
                form.end,
                f"{named(form)}: в словах о согласии назван иностранный мессенджер ({', '.join(names)}): "
                f"«{quoted(words)}».",
                "Похоже, согласие берут на общение, от которого компания уходит. Перепишите текст и "
                "подготовьте новое согласие.",
                f"{form.key} {' '.join(names)}",
                claim=Claim.OBSERVED,
            )


def merged(form: FoundForm, url: str | None) -> str | None:
    """Where the words of agreement lead when it is a policy and nothing else, or None."""
    words = form.consent.all_words
    if not asks(form) or not CONSENT.found(words):
        return None
    links = [link for link in form.consent.all_links if not leads_nowhere(link) and not unknown_target(link)]
    if not links or any(names_consent(link) and not _leads_to_policy(link.href) for link in links):
        return None
    policy = next((link for link in links if _surely_policy(link)), None)
    target = absolute(policy.href, url) if policy is not None else ""
    return None if policy is None or MAILING.found(policy.words) else target or None


def _surely_policy(link: Anchor) -> bool:
    """Words like «обработку персональных данных» may lead to a consent as well as to a policy."""
    return _leads_to_policy(link.href) or "политик" in link.words or "privacy policy" in link.words


def _leads_to_policy(href: str) -> bool:
    low = href.lower()
    return (
        any(name in low for name in ("polit", "polic", "privac", "konfiden", "confiden"))
        and "soglas" not in low
        and "consent" not in low
    )
