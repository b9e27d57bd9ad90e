"""One made-up audit for the report tests: everything a report can be told, and texts that mean harm."""

import hashlib
import struct
import zlib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from vestnik.audit.baseline import accept
from vestnik.audit.contact_points import group
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
from vestnik.audit.report.model import Past, Report

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
TOKEN = "1234567890:AAHfictionFICTIONfictionFICTION-0123456"
"""A bot token that belongs to nobody."""
LINK = Finding(
    rule="DEMO-TG-LINK-001",
    platform="telegram",
    carrier=Carrier.LINK,
    channel_kind=ChannelKind.DM_USER,
    role=Role.CONTACT,
    state=State.LIVE,
    severity=Severity.HIGH,
    confidence=Confidence.HIGH,
    place=Place("contacts.html", 3, 10, Span(40, 66), Span(30, 90)),
    matched="https://t.me/lavka_fiction",
    target="https://t.me/lavka_fiction",
    excerpt='<a href="https://t.me/lavka_fiction">Написать</a>',
    fingerprint="0123456789abcdef" * 4,
    norm_ids=("41fz-15-1",),
)
EVIL = replace(
    LINK,
    place=Place("<script>alert(1)</script>.html", 1, 1, Span(0, 5)),
    severity=Severity.LOW,
    matched="<img src=x onerror=alert(2)>",
    excerpt='"><img src=x onerror=alert(2)></style></script>[bold]х[/bold]',
    target="javascript:alert(3)",
)
LATE = Trouble("slow.html", "too_large", "Ответ больше 10 МБ, чтение остановлено.")
HOSTILE = (
    "=cmd|'/C calc'!A0",
    "+7 916 000-00-00",
    "-2+3",
    "@SUM(1+1)",
    "＝1+1",
    "</script><script>alert(1)</script>",
    "\x1b[31mred\x1b[0m\x07",
    "line\r\nbreak\u2028and\u2029more",
    "| a | b | `code` ``two`` |",
    '";drop;"',
    "]]><!--&amp;",
    "_x000D_",
    "👩‍👩‍👧‍👦 эмодзи \N{RIGHT-TO-LEFT OVERRIDE}txt.exe",
    "\udc98\ud800 broken",
    "\0nul\ufffe",
    "[bold red]markup[/bold red]",
    "{{ 7 * 7 }}{% raw %}",
    "javascript:alert(1)",
    "",
)


def picture(width: int = 4, height: int = 3) -> bytes:
    """Return a plain PNG."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = b"".join(b"\0" + b"\xc8" * width for _row in range(height))
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def report(
    *findings: Finding,
    troubles: tuple[Trouble, ...] = (),
    target: str = "site",
    signals: tuple[Signal, ...] = (),
) -> Report:
    """Make a report of these findings."""
    result = AuditResult(
        target, list(findings), list(troubles), files=12, bytes=34_567, signals=list(signals)
    )
    return Report(
        result=result,
        contact_points=tuple(group(findings)),
        started_at=START,
        finished_at=START + timedelta(seconds=75),
        version="0.1.0",
        pack_version="2026.10.1",
        platform_names={"telegram": "Telegram", "whatsapp": "WhatsApp"},
        norms={"41fz-15-1": "41-ФЗ, ст. 15, ч. 1"},
    )


def marked(finding: Finding, name: str) -> Finding:
    """Return the finding with a fingerprint of its own."""
    return replace(finding, fingerprint=hashlib.sha256(name.encode()).hexdigest())


def hostile() -> Report:
    """Return a report in which every text from outside means harm."""
    findings = [
        marked(
            replace(
                LINK,
                place=Place(text or "empty", 1, 1, Span(0, len(text))),
                matched=text,
                target=text,
                excerpt=text,
                group=text,
            ),
            f"{number}",
        )
        for number, text in enumerate(HOSTILE)
    ]
    made = report(*findings, troubles=tuple(Trouble(text, text, text) for text in HOSTILE), target=HOSTILE[5])
    made.result.signals.extend(
        Signal(
            "DEMO-FORM-01",
            Severity.HIGH,
            Confidence.HIGH,
            Claim.OBSERVED,
            Place(text or "empty", 1, 1, Span(0, 1)),
            text,
            text,
            fingerprint=hashlib.sha256(f"signal {text!a}".encode()).hexdigest(),
        )
        for text in HOSTILE
    )
    made.result.forms.extend(
        Form(Place(text or "empty", 1, 1, Span(0, 1)), text, text, (text,), text, text) for text in HOSTILE
    )
    made.result.trackers.extend(Tracker(text, text, True, 1, text) for text in HOSTILE)
    return made


URL = "https://lavka.example"
PICTURE = picture(1440, 900)
SHOT = Shot(
    hashlib.sha256(PICTURE).hexdigest(), "image/png", 1440, 900, Viewport.DESKTOP, (1180, 760, 220, 64)
)


def _footer() -> list[Finding]:
    """Return the same link of four pages, and its icon on the first."""
    footer = [
        marked(
            replace(
                LINK,
                place=Place(f"{URL}/{page}", 88, 14, Span(9_000, 9_026)),
                group=f"footer of /{page}",
                rendered=Rendered((Viewport.DESKTOP, Viewport.MOBILE), shots=(SHOT,)),
            ),
            f"footer {page}",
        )
        for page in ("", "catalog/", "delivery/", "contacts/")
    ]
    icon = marked(
        replace(
            footer[0], carrier=Carrier.STYLE, rule="DEMO-TG-ICON-001", part=True, severity=Severity.INFO,
            matched="icon-telegram", rendered=None,
        ),
        "icon",
    )  # fmt: skip
    return [*footer, icon]


def _api_call() -> Finding:
    return marked(
        replace(
            LINK,
            rule="DEMO-TG-API-001",
            carrier=Carrier.API,
            channel_kind=ChannelKind.BOT,
            role=Role.CODE,
            severity=Severity.CRITICAL,
            place=Place(f"{URL}/js/order.js", 12, 5, Span(300, 360)),
            matched=f"https://api.telegram.org/bot{TOKEN}/sendMessage",
            target="https://api.telegram.org/",
            excerpt=f"fetch('https://api.telegram.org/bot{TOKEN}/sendMessage', {{method: 'POST'}})",
            rendered=Rendered((Viewport.DESKTOP,), True, ("https://api.telegram.org/bot***/sendMessage",)),
        ),
        "bot",
    )


def _phone() -> Finding:
    return marked(
        replace(
            LINK,
            rule="DEMO-WA-LINK-001",
            platform="whatsapp",
            channel_kind=ChannelKind.DM_PHONE,
            place=Place(f"{URL}/contacts/", 40, 9, Span(4_000, 4_030)),
            matched="https://wa.me/79000000077",
            target="https://wa.me/79000000077",
            excerpt='<a href="https://wa.me/79000000077">WhatsApp</a>',
        ),
        "phone",
    )


def _mention() -> Finding:
    return marked(
        replace(
            _phone(),
            rule="DEMO-WA-TEXT-001",
            role=Role.MENTION,
            severity=Severity.INFO,
            carrier=Carrier.TEXT,
            matched="Ватсап",
        ),
        "mention",
    )


def _signals() -> list[Signal]:
    signal = Signal(
        "DEMO-FORM-01",
        Severity.HIGH,
        Confidence.MEDIUM,
        Claim.OBSERVED,
        Place(f"{URL}/contacts/", 61, 3, Span(6_000, 6_400)),
        "Форма спрашивает имя и телефон; отметки о согласии рядом нет.",
        "Согласие на обработку, возможно, не берётся.",
        fingerprint=hashlib.sha256(b"signal").hexdigest(),
        norm_ids=("152fz-9",),
    )
    guess = replace(
        signal,
        check="DEMO-TRK-01",
        severity=Severity.MEDIUM,
        claim=Claim.INFERRED,
        fingerprint=hashlib.sha256(b"guess").hexdigest(),
        observed="Страница загружает счётчик с узла counter.example.",
        inferred="Данные о посетителях, возможно, уходят за границу.",
    )
    return [signal, guess]


def _forms() -> list[Form]:
    return [
            Form(
                Place(f"{URL}/contacts/", 61, 3, Span(6_000, 6_400)),
                "https://forms.example/send", "post", ("name", "phone", "free_text"), "none",
            ),
            Form(
                Place(f"{URL}/subscribe/", 20, 3, Span(2_000, 2_400)), "", "get", ("email",), "box",
                f"{URL}/policy/",
            ),
        ]  # fmt: skip


def whole() -> Report:
    """Return a report of a site with everything in it: pictures, signals, forms, a baseline, a history."""
    phone = _phone()
    result = AuditResult(
        f"{URL}/",
        [_api_call(), *_footer(), phone, _mention()],
        [
            Trouble(f"{URL}/price.pdf", "too_large", "Ответ больше 10 МБ, чтение остановлено."),
            Trouble(f"{URL}/logo.png", "binary", "Картинка, текста в ней нет.", incomplete=False),
        ],
        files=37,
        bytes=3_456_789,
        pages=21,
        seconds=75.0,
        signals=_signals(),
        forms=_forms(),
        trackers=[
            Tracker("Счётчик", "counter.example", True, 21, f"{URL}/", True, False),
            Tracker("Метрика", "metrika.example", False, 20, f"{URL}/", None, True),
        ],
        artefacts={SHOT.sha256: PICTURE},
    )  # fmt: skip
    known = accept(
        [phone], reason="закроет отдел продаж", who="anna", owner="Отдел продаж", added=TODAY,
        until=date(2027, 1, 31),
    )  # fmt: skip
    kept = known.apply(result, TODAY)
    return Report(
        result=kept,
        contact_points=tuple(group(kept.findings)),
        started_at=START,
        finished_at=START + timedelta(seconds=75),
        version="0.1.0",
        pack_version="2026.10.1",
        platform_names={"telegram": "Telegram", "whatsapp": "WhatsApp"},
        norms={"41fz-15-1": "41-ФЗ, ст. 15, ч. 1", "152fz-9": "152-ФЗ, ст. 9"},
        comparison=known.compare(result, TODAY),
        history=(Past("01.09.2026", 31, 4), Past("01.10.2026", 19, 3), Past("01.11.2026", 12, 2)),
    )
