"""Pages of an imaginary shop: the same on every machine, with head, menu, cards and footer."""

from collections.abc import Iterator
from html import escape
from pathlib import Path
from random import Random  # noqa: TID251 — seeded: the same pages on every machine

from bench.corpus import WORDS

CONTACTS = """<div class="contacts__row"><a class="contacts__link contacts__link--wa"
 href="https://wa.me/79000000001" target="_blank" rel="nofollow"><i class="fa fa-whatsapp"></i> WhatsApp</a>
<a class="contacts__link" href="https://t.me/lavka_fiction">
<svg><use xlink:href="#soc-telegram"></use></svg>Телеграм</a>
<p>Звоните или пишите в WhatsApp: <a href="tel:+79000000001">+7 900 000-00-01</a></p></div>
"""
_HEAD = """<!DOCTYPE html>
<html lang="ru">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<meta name="description" content="{about}">
<meta property="og:title" content="{title}">
<script>window.dataLayer = window.dataLayer || []; function ga(){{dataLayer.push(arguments);}}</script>
</head>
<body class="page page--catalogue">
"""


def page(number: int, *, size: int, links: list[int], contacts: bool) -> str:
    """Return page ``number``, about ``size`` characters long, that leads to the given pages and no others."""
    random = Random(number)
    parts = [
        _HEAD.format(title=_words(random, 4), about=_words(random, 16)),
        '<header class="header"><nav>\n',
    ]
    parts += [f'<a class="nav__link" href="/p/{at}">{_words(random, 2)}</a>\n' for at in links[:5]]
    parts.append("</nav></header>\n<main>\n")
    rest = links[5:]
    tail = (
        CONTACTS if contacts else ""
    ) + "<footer><p>ООО «Вымысел», ИНН 0000000000</p></footer></body></html>\n"
    length = sum(map(len, parts)) + len(tail)
    cards = _cards(random, rest)
    while length < size or rest:
        card = next(cards)
        parts.append(card)
        length += len(card)
    parts += ["</main>\n", tail]
    return "".join(parts)


def _cards(random: Random, rest: list[int]) -> Iterator[str]:
    """Yield product cards for ever; each takes a link of ``rest`` while there are some."""
    number = 0
    while True:
        number += 1
        name = escape(_words(random, 3))
        if rest:
            name = f'<a class="card__link" href="/p/{rest.pop(0)}" title="{name}">{name}</a>'
        yield (
            f'<div class="card card--{random.choice(("wide", "small", "sale"))}" data-id="{number}">'
            f'<div class="card__body"><h3 class="card__title">{name}</h3>'
            f'<p class="card__text">{_words(random, 22)}</p><ul class="card__list">'
            f"<li>{_words(random, 2)}</li><li>{_words(random, 2)}</li></ul>"
            f'<span class="price"><b>{random.randrange(100, 99_000)}</b> ₽</span></div></div>\n'
        )


def site(count: int, size: int, links: int, contacts_every: int, seed: int = 7) -> list[str]:
    """Return ``count`` pages of which each has ``links`` links; all are reached from the first."""
    random = Random(seed)
    pages = []
    for number in range(count):
        targets = [*range(5), (number + 1) % count]
        targets += [random.randrange(count) for _ in range(links - len(targets))]
        pages.append(page(number, size=size, links=targets, contacts=number % contacts_every == 0))
    return pages


def write_tree(folder: Path, files: int, size: int, contacts_every: int) -> int:
    """Write a tree of ``files`` pages of ``size`` characters, each distinct; tell how many hold contacts."""
    pool = [page(number, size=size, links=list(range(9)), contacts=False) for number in range(200)]
    planted = 0
    for number in range(files):
        text = pool[number % len(pool)]
        if number % contacts_every == 0:
            text = text.replace("<footer>", f"{CONTACTS}<footer>")
            planted += 1
        place = folder / f"part{number // 1000:03d}"
        place.mkdir(parents=True, exist_ok=True)
        (place / f"page{number}.html").write_text(f"{text}<!-- {number} -->\n", encoding="utf-8")
    return planted


def _words(random: Random, count: int) -> str:
    return " ".join(random.choices(WORDS, k=count))
