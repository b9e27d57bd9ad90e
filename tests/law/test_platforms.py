"""What the pack says of platforms: whom they reach, what connecting takes, and how well that is known."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from vestnik.kernel.errors import CannotStart
from vestnik.law.lint import lint
from vestnik.law.model import Effort, Pack, Platform, PlatformKind, Purpose, ReachedBy, ReceiptKind
from vestnik.law.pack import load_pack

KNOWN = {
    "whatsapp", "telegram", "viber", "imessage", "facetime", "signal", "discord", "ms_teams",
    "skype_business", "snapchat", "threema", "wechat", "facebook_messenger", "instagram_direct", "line",
    "kakaotalk", "max", "vk", "vk_notify", "vk_workspace", "tamtam", "express", "trueconf", "squadus",
    "communigate", "r7", "email", "sms", "cabinet", "chat", "webpush", "rustore_push", "voice",
    "webhook", "skype",
}  # fmt: skip


def carriers(pack: Pack, purpose: Purpose) -> list[str]:
    offered = [platform for platform in pack.platforms.values() if purpose in platform.carries]
    return [platform.id for platform in sorted(offered, key=lambda platform: platform.rank or 0)]


def test_every_platform_the_product_must_know_is_there(pack: Pack) -> None:
    assert set(pack.platforms) == KNOWN


def test_max_is_the_national_messenger_and_nobody_else_is(pack: Pack) -> None:
    national = [platform for platform in pack.platforms.values() if platform.national]
    assert [(one.id, one.national_since, one.national_evidence) for one in national] == [
        ("max", date(2025, 9, 1), "S2")
    ]


def test_the_order_of_alternatives_begins_as_it_always_did(pack: Pack) -> None:
    assert carriers(pack, Purpose.SERVICE)[:5] == ["max", "cabinet", "email", "sms", "vk"]


def test_a_code_goes_only_where_it_arrives_at_once(pack: Pack) -> None:
    assert carriers(pack, Purpose.CODE) == ["max", "cabinet", "email", "sms", "voice"]
    assert carriers(pack, Purpose.MASS_CALL) == ["voice"]
    assert carriers(pack, Purpose.PUBLIC_POST) == ["max", "vk"]


def test_what_is_offered_says_whom_it_reaches_and_what_connecting_takes(pack: Pack) -> None:
    for platform in pack.platforms.values():
        if platform.rank is not None:
            assert platform.reaches
            assert platform.reached_by
            assert platform.effort
            assert platform.effort_note


def test_who_can_be_reached_differs(pack: Pack) -> None:
    by = {name: platform.reached_by for name, platform in pack.platforms.items()}
    assert by["max"] is by["vk"] is ReachedBy.PLATFORM_ID
    assert by["vk_notify"] is by["sms"] is by["voice"] is ReachedBy.PHONE
    assert {by[name] for name in ("express", "trueconf", "vk_workspace", "squadus")} == {
        ReachedBy.SERVER_ACCOUNT
    }
    assert pack.platforms["express"].effort is Effort.HIGH


def test_unknown_stays_unknown(pack: Pack) -> None:
    silent = pack.platforms["r7"]
    assert (silent.reaches, silent.effort, silent.receipts) == (None, None, None)
    assert pack.platforms["squadus"].receipts is None
    assert pack.platforms["max"].receipts == {ReceiptKind.ACCEPTED}


Break = Callable[[Platform], Platform]


def change(**changes: object) -> Break:
    return lambda platform: replace(platform, **changes)


DAMAGED: list[tuple[str, Break, str]] = [
    ("max", change(status="closed", closed_on=date(2026, 1, 1)), "предлагать можно только"),
    ("max", change(effort=None, effort_note=None, effort_evidence=None), "предлагают с «effort»"),
    (
        "max",
        change(reaches=None, reached_by=None, reaches_evidence=None),
        "предлагают с «effort» и «reaches»",
    ),
    ("max", change(effort_note=None), "«effort» и «effort_note»"),
    ("max", change(reached_by=None), "«reaches» и «reached_by»"),
    ("max", change(national_since=None), "«national» и «national_since»"),
    ("max", change(national=False, national_evidence=None), "«national» и «national_since»"),
    ("max", change(national_evidence=None), "«national» и «national_evidence»"),
    ("max", change(reaches_evidence=None), "«reaches» и «reaches_evidence»"),
    ("max", change(effort_evidence=None), "«effort» и «effort_evidence»"),
    ("max", change(receipts_evidence=None), "«receipts» и «receipts_evidence»"),
    ("max", change(receipts=None), "«receipts» и «receipts_evidence»"),
    ("max", change(sources=()), "без источника степени P или Q"),
    ("trueconf", change(sources=()), "«effort» степени «S1» без источника"),
    ("email", change(national=True, national_since=date(2026, 1, 1), national_evidence="S2"), "национальным"),
    ("tamtam", change(access=()), "закрытие без события"),
    ("tamtam", change(effort=Effort.LOW, effort_note="…", effort_evidence="S2"), "подключать нельзя"),
    ("whatsapp", change(effort=Effort.LOW, effort_note="…", effort_evidence="S2"), "подключать нельзя"),
    ("cabinet", change(carries=frozenset({Purpose.MASS_CALL})), "«mass_call» без номера"),
]


@pytest.mark.parametrize(("platform_id", "damage", "what"), DAMAGED, ids=range(len(DAMAGED)))
def test_lint_refuses_a_contradiction(pack: Pack, platform_id: str, damage: Break, what: str) -> None:
    damaged = {**pack.platforms, platform_id: damage(pack.platforms[platform_id])}
    problems = lint(replace(pack, platforms=damaged))
    assert any(problem.row == f"platform {platform_id}" and what in problem.what for problem in problems), (
        problems
    )


@pytest.mark.parametrize(
    ("old", "new", "row", "what"),
    [
        ('effort = "medium"', 'effort = "heavy"', "platform max", "low, medium, high"),
        ('reached_by = "platform_id"', 'reached_by = "pigeon"', "platform max", "phone"),
        ('receipts = ["accepted"]', 'receipts = ["seen"]', "platform max", "delivered"),
        ("national_since = 2025-09-01\n", "", "platform max", "national_since"),
        ('national_evidence = "S2"', 'national_evidence = "own"', "platform max", "степень «own»"),
        ('reaches_evidence = "own"', 'reaches_evidence = "sure"', "platform cabinet", "степень «sure»"),
        ("sources = [\n  { url", "sources = [\n  { link", "platform max, sources[0]", "url"),
    ],
)
def test_a_row_that_cannot_be_read_is_refused_by_name(
    tmp_path: Path, old: str, new: str, row: str, what: str
) -> None:
    folder = tmp_path / "data"
    shutil.copytree(Path(str(files("vestnik.law") / "data")), folder)
    rows = folder / "platforms.toml"
    text = rows.read_text()
    assert old in text
    rows.write_text(text.replace(old, new, 1))
    with pytest.raises(CannotStart) as caught:
        load_pack(folder)
    said = str(caught.value.message)
    assert row in said
    assert what in said


def test_own_roads_are_not_foreign_and_foreign_roads_are_not_offered(pack: Pack) -> None:
    for platform in pack.platforms.values():
        assert platform.foreign_owned == (platform.kind is PlatformKind.FOREIGN)
        if platform.foreign_owned:
            assert platform.rank is None
