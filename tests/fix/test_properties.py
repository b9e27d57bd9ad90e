"""Promises for any page: bytes outside the edits stay, a second run finds nothing to do."""

import codecs

from hypothesis import given, note, settings
from hypothesis import strategies as st
from tests.depth import depth
from tests.fix.bench import EMAIL, MAX, PHONE, VK, Fixed, fix, inspector

from vestnik.audit.documents import read_document

LAWFUL = (
    '<p>Звоните: <a href="tel:+79000000001">+7 900 000-00-01</a>.</p>',
    '<li><a href="https://vk.com/shop_page">ВКонтакте</a></li>',
    "<p>Просто текст с «ёлочками» и тире — да.</p>",
    '<img src="/img/cat.jpg" alt="Кот">',
    "{% if user %}<b>{{ user.name }}</b>{% endif %}",
    "<?php if ($x): ?><i>y</i><?php endif; ?>",
    '<script>var a = {b: [1, 2, "x"]};</script>',
    "<td>ячейка</td>",
    "<br>",
    "<!-- заметка -->",
    "< b и & c",
    "<div",
    "</div>",
    '<a href="/x">',
)
FOREIGN = (
    '<a href="https://wa.me/79265551122">WhatsApp</a>',
    '<li><a class="b btn-tg" href="https://t.me/x_bot"><i class="icon-telegram"></i> Чат в Telegram</a></li>',
    '<a href="viber://chat?number=%2B79265551122" title="Viber"><img src="v.svg" alt=""></a>',
    '<p>Пишите в <a href="https://t.me/x_bot">Telegram</a> или <a href="viber://add?number=7">Viber</a>.</p>',
    "<p>+7 926 555-11-22 (WhatsApp, Viber)</p>",
    '<a href="https://t.me/share/url?url=x">Telegram</a>',
    "<button onclick=\"window.open('https://t.me/lavka_shop_bot')\">Чат</button>",
    '<div class="ya-share2" data-services="vkontakte,telegram"></div>',
    '<script>window.open("https://wa.me/79265551122");</script>',
    "<p>Рады. Напишите нам в Ватсап. Ждём.</p>",
    '<script src="https://static.getbutton.io/widget-send-button/js/init.js"></script>',
)
JOINTS = ("", " ", "\n", "\n  ", " | ", ", ", " или ")

pieces = st.lists(
    st.tuples(st.sampled_from(LAWFUL + FOREIGN), st.sampled_from(JOINTS)), min_size=1, max_size=9
)
shapes = st.sampled_from(("utf-8", "utf-8-sig", "cp1251"))
endings = st.sampled_from(("\n", "\r\n"))
choices = st.lists(st.sampled_from((MAX, VK, EMAIL, PHONE)), unique=True, max_size=4)


def _page(parts: list[tuple[str, str]], encoding: str, newline: str) -> bytes:
    charset = "windows-1251" if encoding == "cp1251" else "utf-8"
    body = "".join(piece + joint for piece, joint in parts)
    text = f'<meta charset="{charset}">\n<div class="page">\n{body}\n</div>\n<p>конец страницы</p>\n'
    return text.replace("\n", newline).encode(encoding)


def _kept(fixed: Fixed) -> list[bytes]:
    """Return the stretches between the edits, in order."""
    edits = sorted(edit for patch in fixed.judged.patches for edit in patch.edits)
    position, kept = 0, []
    for edit in edits:
        assert edit.span.start >= position, "edits overlap"
        kept.append(fixed.document.data[position : edit.span.start])
        position = edit.span.end
    return [*kept, fixed.document.data[position:]]


@settings(max_examples=depth(150, 5_000), deadline=None)
@given(pieces, shapes, endings, choices, st.booleans())
def test_a_fix_is_exact_complete_and_idempotent(
    parts: list[tuple[str, str]], encoding: str, newline: str, to: list[str], unsafe: bool
) -> None:
    data = _page(parts, encoding, newline)
    note(repr((data.decode(encoding), to, unsafe)))
    fixed = fix(data, *to, unsafe=unsafe)
    after = fixed.judged.data

    position = 0
    for stretch in _kept(fixed):
        position = after.index(stretch, position) + len(stretch)
    assert after.startswith(codecs.BOM_UTF8) == data.startswith(codecs.BOM_UTF8)
    assert after.count(b"\n") == (after.count(b"\r\n") if newline == "\r\n" else after.count(b"\n"))
    assert newline == "\r\n" or b"\r" not in after
    assert "конец страницы" in after.decode(encoding)

    again = fix(after, *to, unsafe=unsafe)
    waited = bool(fixed.judged.dropped) or any(
        "пересекается" in str(patch.reason) for patch in fixed.plan.patches
    )
    assert again.judged.data == after or waited
    last = fix(again.judged.data, *to, unsafe=unsafe)
    assert fix(last.judged.data, *to, unsafe=unsafe).judged.data == last.judged.data

    closed = {one for patch in fixed.judged.patches for one in patch.fingerprints}
    before = [finding for finding in fixed.findings if finding.actionable]
    left = [
        finding for finding in inspector().inspect(read_document("page.html", after)) if finding.actionable
    ]
    assert len(left) <= len(before) - len([finding for finding in before if finding.fingerprint in closed])


@settings(max_examples=depth(200, 10_000), deadline=None)
@given(st.binary(max_size=300), st.sampled_from(FOREIGN), st.binary(max_size=300))
def test_no_bytes_whatever_make_a_plan_fail(left: bytes, foreign: str, right: bytes) -> None:
    fixed = fix(left + foreign.encode() + right, MAX, unsafe=True)
    assert fix(fixed.judged.data, MAX, unsafe=True).judged.data == fixed.judged.data
