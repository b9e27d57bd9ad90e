"""What the catalogue promises and the detectors do not give yet. The lists are here to be emptied."""

_PAGES = "the checks of pages are being made"
_OTHER_ID = "the place is found, under the id of its address"
_DEEPER = "no reader looks there yet"

NOT_YET: dict[str, str] = {
    "JS-OBF-002": _DEEPER,
    "ML-002": _DEEPER,
    "MED-QR": _DEEPER,
    "RD-LINK-001": _DEEPER,
    **dict.fromkeys(
        [
            "CN-002", "DA-002", "IC-003", "JS-INJ-001", "JS-OPEN-003", "JS-OPEN-004", "MED-DOC", "ML-001",
            "MT-002", "NET-002", "TX-MIS-001",
        ],
        _OTHER_ID,
    ),
    **dict.fromkeys(
        [
            "PD-CHAT-01", "PD-CONS-01", "PD-COOK-01", "PD-COOK-02", "PD-FORM-01", "PD-FORM-02", "PD-FORM-03",
            "PD-FORM-04", "PD-FORM-05", "PD-FORM-06", "PD-FORM-07", "PD-FORM-08", "PD-HOST-01", "PD-POL-01",
            "PD-POL-02", "PD-POL-03", "PD-POL-04", "PD-POL-05", "PD-SUB-01", "PD-TLS-01", "PD-TRK-01",
            "PD-TRK-02", "PD-TRK-03",
        ],
        _PAGES,
    ),
}  # fmt: skip
"""Rules whose id nothing emits, and why; their examples are not tried."""

ELSEWHERE: dict[str, str] = {
    "RD-LINK-003": "the crawl gives it when it follows a redirect of the site; in a page its address speaks",
}
"""Rules that another door gives; their own tests try them."""

MISSED: list[tuple[str, str, str]] = [
    ("JS-OPEN-002", "a.js", "const base = 'https://wa.me/'; const url = base + phone.replace(/\\D/g, '');"),
    ("VB-LINK-005", "page.html", '<a href="//chat?79001110022">Viber</a>'),
    ("VB-LINK-005", "page.html", '<a href="https://www.viber.com/someshop">Написать в Viber</a>'),
    ("WA-LINK-006", "page.html", '<a href="intent://send/79001110022#Intent;scheme=smsto;package=com.whatsapp">x</a>'),
    ("TX-RU-001", "page.html", "<p>Пишите нам в телегу</p>"),
    ("TX-RU-001", "page.html", "<p>Подписывайтесь на наш тг</p>"),
    ("TX-HD-001", "page.html", "<p>Пишите в тг @some_shop</p>"),
    ("TX-HD-001", "privacy.html", "<p>Обращения принимаются ботом @some_shop_bot в Telegram</p>"),
    ("DA-001", "dump.sql", "INSERT INTO site_settings VALUES (3,'whatsapp','79001110022');"),
    ("DA-003", "A.tsx", "<Input label='Ваш никнейм в Telegram *' value={v} />"),
    ("IC-001", "A.tsx", "<a href={`tel:${p}`}><TelegramIcon /></a>"),
    ("SHR-002", "a.php", "<?$APPLICATION->IncludeComponent('main.share','',['HANDLERS'=>['telegram']]);?>"),
]  # fmt: skip
"""Rule, path and text of places that must be found and are not; once found, they move into the catalogue."""

STILL_ALARMED: list[tuple[str, str, str]] = [
    ("FP-08", "page.html", "<p>Закажите разработку бота для Telegram под ключ</p>"),
]
"""Known false alarms that are still raised; once quiet, they move into the catalogue."""
