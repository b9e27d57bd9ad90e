"""A finished audit of a site that does not exist, with everything an audit can hold."""

import hashlib
from dataclasses import replace

from vestnik.access.model import Principal
from vestnik.audit.model import (
    AuditResult,
    Carrier,
    ChannelKind,
    Claim,
    Confidence,
    Finding,
    Form,
    Place,
    Rendered,
    Role,
    Severity,
    Shot,
    Signal,
    Span,
    State,
    Tracker,
    Trouble,
    Viewport,
)
from vestnik.audit.runs import store
from vestnik.audit.runs.conclude import conclude
from vestnik.audit.runs.model import RunOptions
from vestnik.audit.start import start_audit
from vestnik.kernel.core import Core

SITE = "https://fair.example/"
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c4944415478da63f8ffff3f0005fe02fe0def46b80000000049454e44ae426082"
)
"""One white pixel, PNG."""
SHA = hashlib.sha256(PICTURE).hexdigest()
OPTIONS = RunOptions(render=True)


def shot(viewport: Viewport = Viewport.DESKTOP) -> Shot:
    return Shot(SHA, "image/png", 1280, 720, viewport, (40, 60, 200, 48))


def link(path: str = "contacts", target: str = "https://t.me/fair_example", **fields: object) -> Finding:
    """Return a contact on a page of the site."""
    made = Finding(
        rule="TG-LINK-001",
        platform="telegram",
        carrier=Carrier.LINK,
        channel_kind=ChannelKind.CHANNEL,
        role=Role.CONTACT,
        state=State.LIVE,
        severity=Severity.HIGH,
        confidence=Confidence.HIGH,
        place=Place(f"{SITE}{path}", 7, 12, Span(90, 110)),
        matched=target,
        target=target,
        excerpt=f'<a href="{target}">Канал</a>',
        fingerprint=hashlib.sha256(f"{path} {target}".encode()).hexdigest(),
        group="footer",
    )
    return replace(made, **fields)  # type: ignore[arg-type]


def everything() -> AuditResult:
    """Return a result with a place a browser saw, its icon, a sign, a form, a tracker and a trouble."""
    seen = Rendered((Viewport.DESKTOP,), requests=("https://widget.example/a.js",), shots=(shot(),))
    icon = link(fingerprint="e" * 64, part=True, matched="fa-telegram", carrier=Carrier.STYLE)
    return AuditResult(
        SITE,
        findings=[link(rendered=seen), link("about"), icon],
        troubles=[Trouble(f"{SITE}gone", "http_status", "Страницы нет: ответ 404.", incomplete=False)],
        files=3,
        bytes=4096,
        pages=3,
        seconds=2.5,
        read={SITE, f"{SITE}contacts", f"{SITE}about"},
        signals=[
            Signal(
                check="PD-FORM-01",
                severity=Severity.HIGH,
                confidence=Confidence.MEDIUM,
                claim=Claim.OBSERVED,
                place=Place(f"{SITE}contacts", 20, 1, Span(300, 400)),
                observed="Форма спрашивает телефон, рядом нет согласия.",
                inferred="Возможно, согласие спрашивают позже.",
                matched='name="phone"',
                excerpt='<input name="phone">',
                shots=(shot(Viewport.MOBILE),),
            )
        ],
        forms=[Form(Place(f"{SITE}contacts", 20, 1, Span(300, 400)), "", "post", ("name", "phone"), "none")],
        trackers=[Tracker("Счётчик-Пример", "count.example", True, 3, SITE, True, False)],
        artefacts={SHA: PICTURE},
    )


async def finished(
    core: Core, principal: Principal, result: AuditResult, options: RunOptions = OPTIONS
) -> str:
    """Store ``result`` as an audit that has just been run to its end; return its id."""
    audit_id = await start_audit(core, principal, result.target, options)
    now = core.clock.now()
    await core.db.write(lambda tx: store.claim(tx, principal.workspace_id, audit_id, now))
    run = await core.db.read(lambda tx: store.run(tx, principal.workspace_id, audit_id))
    assert run is not None
    await conclude(core, run, result)
    return audit_id
