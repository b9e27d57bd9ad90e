"""A web project in a folder, the same on every machine: deterministic, with few places worth finding.

Sizes follow what real sites look like: many small templates and scripts, some style sheets, a few minified
bundles that hold most of the bytes. About one file in forty names a messenger.
"""

from dataclasses import dataclass
from pathlib import Path
from random import Random  # noqa: TID251 — seeded: the same tree on every machine

WORDS = [
    "order",
    "price",
    "delivery",
    "basket",
    "product",
    "catalogue",
    "customer",
    "address",
    "button",
    "content",
    "section",
    "header",
    "footer",
    "function",
    "return",
    "const",
    "value",
    "index",
    "length",
    "window",
    "document",
    "element",
    "class",
    "style",
    "width",
    "height",
    "color",
    "margin",
    "padding",
    "display",
    "block",
    "flex",
    "grid",
    "border",
    "radius",
    "shadow",
    "font",
    "weight",
    "align",
    "center",
    "items",
    "justify",
    "between",
    "заказ",
    "цена",
    "доставка",
    "корзина",
    "товар",
    "каталог",
    "покупатель",
    "адрес",
    "оплата",
    "магазин",
    "скидка",
    "новинка",
    "возврат",
    "отзыв",
]
LINKS = (
    '<a class="btn" href="https://wa.me/79000000001">Написать</a>',
    '<a href="https://t.me/shop_example">Канал</a>',
    '<a href="viber://chat?number=%2B79000000002">Viber</a>',
)
MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Corpus:
    folder: Path
    files: int
    bytes: int
    planted: int


def write_corpus(folder: Path, megabytes: int = 120, seed: int = 41) -> Corpus:
    """Write about ``megabytes`` of files below ``folder``."""
    random = Random(seed)
    pool = {kind: [maker(random) for _ in range(24)] for kind, maker in MAKERS.items()}
    files = size = planted = 0
    while size < megabytes * MEGABYTE:
        kind = random.choices(tuple(MAKERS), weights=(34, 22, 14, 16, 9, 5))[0]
        text = random.choice(pool[kind])
        # a line of its own makes each file distinct, as files are
        text += f"{COMMENT[kind][0]} {files} {random.random()} {COMMENT[kind][1]}\n"
        if kind in {"html", "php"} and random.random() < 0.045:
            text += random.choice(LINKS) + "\n"
            planted += 1
        data = text.encode()
        place = folder / f"part{files % 40:02d}" / f"{kind}{files % 7}"
        place.mkdir(parents=True, exist_ok=True)
        suffix = "min.js" if kind == "bundle" else kind
        (place / f"file{files}.{suffix}").write_bytes(data)
        files += 1
        size += len(data)
    return Corpus(folder, files, size, planted)


def _sentence(random: Random, count: int) -> str:
    return " ".join(random.choice(WORDS) for _ in range(count))


def _name(random: Random) -> str:
    return random.choice(WORDS[:40])


def _html(random: Random) -> str:
    rows = (
        f'<div class="{random.choice(WORDS)}-{random.randrange(99)}"><p>{_sentence(random, 14)}</p>'
        f'<a href="/{random.choice(WORDS)}/{random.randrange(9999)}">{_sentence(random, 3)}</a></div>'
        for _ in range(random.randrange(20, 160))
    )
    head = f"<!doctype html>\n<html><head><title>{_sentence(random, 4)}</title></head>\n<body>\n"
    return head + "\n".join(rows) + "\n</body></html>\n"


def _php(random: Random) -> str:
    rows = (
        f"    ${_name(random)} = trim($data['{_name(random)}'] ?? '{_sentence(random, 2)}');"
        for _ in range(random.randrange(20, 200))
    )
    return "<?php\nfunction handle(array $data) {\n" + "\n".join(rows) + "\n}\n"


def _js(random: Random) -> str:
    rows = (
        f"export function {_name(random)}{number}(value) {{ return value + '{_sentence(random, 3)}'; }}"
        for number in range(random.randrange(20, 240))
    )
    return "\n".join(rows) + "\n"


def _css(random: Random) -> str:
    rows = (
        f".{_name(random)}-{random.randrange(999)} "
        f"{{ margin: {random.randrange(40)}px; color: #{random.randrange(16**6):06x}; }}"
        for _ in range(random.randrange(40, 400))
    )
    return "\n".join(rows) + "\n"


def _json(random: Random) -> str:
    rows = (f'  "{_name(random)}{number}": "{_sentence(random, 5)}"' for number in range(120))
    return "{\n" + ",\n".join(rows) + "\n}\n"


def _bundle(random: Random) -> str:
    rows = (
        f"function {random.choice('abcdefgh')}{number}(t,e)"
        f"{{var n=t.{_name(random)};return n&&n.{_name(random)}(e)}}"
        for number in range(random.randrange(800, 6000))
    )
    return "".join(rows) + "\n"


MAKERS = {"html": _html, "php": _php, "js": _js, "css": _css, "json": _json, "bundle": _bundle}
COMMENT = {
    "html": ("<!--", "-->"),
    "php": ("//", ""),
    "js": ("//", ""),
    "css": ("/*", "*/"),
    "json": ("", ""),
    "bundle": ("//", ""),
}
