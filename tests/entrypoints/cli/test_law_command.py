"""``vestnik law`` on the command line."""

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from vestnik.entrypoints.cli.law.commands import register
from vestnik.law.model import Pack
from vestnik.law.pack import load_pack

MARKETPLACE = "--platform telegram --purpose service --subject GOODS_AGGREGATOR"
BANK = "--platform viber --purpose service --subject CREDIT_ORG"


@pytest.fixture
def app() -> typer.Typer:
    app = typer.Typer()
    register(app)
    app.command("other")(lambda: None)
    return app


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack()


def run(app: typer.Typer, line: str) -> Result:
    return CliRunner().invoke(app, ["law", *line.split()], env={"COLUMNS": "200", "NO_COLOR": "1"})


@pytest.mark.parametrize(
    ("line", "code", "says"),
    [
        ("--platform email --purpose service", 0, "Можно"),
        ("--platform telegram --purpose service --subject OTHER_BUSINESS", 0, "есть предупреждения"),
        (MARKETPLACE, 0, "Решает владелец"),
        (f"{MARKETPLACE} --accept 41fz-15-1", 1, "41-ФЗ, ст. 15"),
        ("--platform telegram --purpose service", 1, "кто вы"),
        ("--platform email --purpose advertising --consent no", 1, "38-ФЗ, ст. 18 ч. 1"),
        ("--platform email --purpose advertising --consent yes", 0, "Можно"),
        ("--platform voice --purpose mass_call --consent no", 1, "44.1-1"),
        ("--platform voice --purpose mass_call --consent yes", 0, "Можно"),
        ("--platform sms --purpose code --call active", 4, "правило продукта"),
        ("--platform sms --purpose service --operator-opt-out yes", 0, "не дойдёт"),
        ("--platform tamtam --purpose service --at 2026-02-27", 1, "закрыта"),
        ("--platform tamtam --purpose service --at 2026-02-26", 0, "Можно"),
        ("--platform tamtam --purpose service --at 2026-02-27T00:30:00+03:00", 1, "закрыта"),
        ("--platform tamtam --purpose service --at 2026-02-26T23:30:00", 0, "Можно"),
        (f"{BANK} --accept 149fz-10-8 --personal-data yes", 1, "149-ФЗ"),
    ],
)
def test_the_exit_code_is_the_verdict(app: typer.Typer, line: str, code: int, says: str) -> None:
    result = run(app, f"decide {line}")
    assert result.exit_code == code, result.output
    assert says in result.output


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("--platform pigeon --purpose service", "pigeon"),
        ("--platform email --purpose gossip", "service_critical"),
        ("--platform email", "--purpose"),
        ("--platform email --purpose service --loudly", "--loudly"),
        ("--platform email --purpose service --subject BAKERY", "BAKERY"),
        ("--platform email --purpose service --subject ANY_ADVERTISER", "ANY_ADVERTISER"),
        ("--platform email --purpose service --accept 41fz-99", "41fz-99"),
        ("--platform email --purpose service --at tomorrow", "tomorrow"),
        ("--platform email --purpose service --consent maybe", "yes или no"),
    ],
)
def test_a_question_that_cannot_be_read_names_what_is_wrong(app: typer.Typer, line: str, says: str) -> None:
    result = run(app, f"decide {line}")
    assert result.exit_code == 2
    assert says in result.output


def test_json_is_the_same_answer_for_programs(app: typer.Typer) -> None:
    line = "decide --platform telegram --purpose advertising --subject OTHER_BUSINESS --json --trace"
    result = run(app, line)
    answer = json.loads(result.stdout)
    assert result.exit_code == 1
    assert [reason["norm"] for reason in answer["reasons"]] == ["38fz-5-10.7", "38fz-18-1"]
    assert answer["missing"] == ["advertising_consent"]
    assert answer["trace"]


def test_the_trace_shows_every_rule(app: typer.Typer, pack: Pack) -> None:
    result = run(app, "decide --platform max --purpose service --trace")
    assert all(rule.id in result.output for rule in pack.rules)


def test_penalty_and_caveat_stand_beside_their_norm(app: typer.Typer) -> None:
    result = run(app, "decide --platform telegram --purpose advertising --subject OTHER_BUSINESS")
    assert "КоАП, ст. 14.3 ч. 4.1 (подтверждено)" in result.output
    assert "Юристы спорят" in result.output


def test_norms_are_listed_and_found(app: typer.Typer, pack: Pack) -> None:
    everything = run(app, "norms")
    assert all(norm_id in everything.output for norm_id in pack.norms)
    found = run(app, "norms госуслуги")
    assert "41fz-gosuslugi-sms-call" in found.output
    assert "38fz-18-1" not in found.output
    only = json.loads(run(app, "norms --status unverified --json").stdout)
    assert {norm["status"] for norm in only} == {"unverified"}


def test_a_norm_is_shown_with_sources_and_caveats(app: typer.Typer) -> None:
    result = run(app, "explain koap-13-11-2")
    assert result.exit_code == 0
    assert "не подтверждено" in result.output
    assert "https://riafan.ru/" in result.output
    assert json.loads(run(app, "explain 41fz-15-1 --json").stdout)["publication"] == "0001202504010010"
    unknown = run(app, "explain 41fz-99")
    assert unknown.exit_code == 2
    assert "41fz-99" in unknown.output


def test_platforms_are_listed_with_their_state(app: typer.Typer, pack: Pack) -> None:
    result = run(app, "platforms")
    assert all(platform_id in result.output for platform_id in pack.platforms)
    assert "закрыта" in result.output
    russian = run(app, "platforms --kind russian").output
    assert "max" in russian
    assert "whatsapp" not in russian


def test_the_questions_who_we_are_are_listed(app: typer.Typer, pack: Pack) -> None:
    output = run(app, "subjects").output
    assert "GOODS_AGGREGATOR" in output
    assert "ANY_ADVERTISER" not in output


def test_lint_of_the_shipped_pack_is_clean(app: typer.Typer, pack: Pack) -> None:
    result = run(app, "lint")
    assert result.exit_code == 0
    assert pack.version in result.output


QUESTION = {"channel": "telegram", "purpose": "service", "at": "2026-11-23T10:00:00Z"}
BANK_ASKS = QUESTION | {
    "organisation": {"subjects": ["CREDIT_ORG"], "accepted_norms": ["41fz-15-1"]},
    "recipient": {"kind": "citizen", "time_zone": "Europe/Moscow"},
    "initiated_by": "company",
    "contains": ["personal_data"],
    "call": {"state": "idle"},
    "company": {"quiet_hours": {"from": "21:00", "to": "09:00"}},
    "text": "Ваш заказ готов.",
}


def pipe(app: typer.Typer, text: str, line: str = "decide --question -") -> Result:
    return CliRunner().invoke(app, ["law", *line.split()], input=text)


def test_one_object_in_is_one_object_out(app: typer.Typer, pack: Pack) -> None:
    result = pipe(app, json.dumps(BANK_ASKS, indent=2, ensure_ascii=False))
    assert result.exit_code == 0, result.output
    answer = json.loads(result.stdout)
    assert answer["verdict"] == "deny"
    assert [(one["norm"], one["status"]) for one in answer["reasons"]] == [("41fz-15-1", "secondary")]
    assert answer["reasons"][0]["text"]
    assert answer["reasons"][0]["source"].startswith("https://")
    assert answer["needs_decision"] == ["149fz-10-8"]
    assert answer["alternatives"][:2] == ["max", "cabinet"]
    assert (answer["until"], answer["missing"]) == (None, [])
    assert answer["pack"]["version"] == pack.version
    assert answer["pack"]["hash"] == pack.sha256


def test_lines_in_are_lines_out_in_their_order(app: typer.Typer) -> None:
    asked = [BANK_ASKS, QUESTION | {"channel": "email"}, QUESTION | {"channel": "sms", "purpose": "code"}]
    result = pipe(app, "".join(json.dumps(one) + "\n" for one in asked))
    assert result.exit_code == 0
    assert [json.loads(line)["verdict"] for line in result.stdout.splitlines()] == [
        "deny",
        "permit",
        "permit",
    ]


def test_a_line_that_cannot_be_read_is_answered_by_its_error_and_the_rest_goes_on(app: typer.Typer) -> None:
    result = pipe(app, f"{json.dumps(QUESTION)}\nnonsense\n{json.dumps(QUESTION | {'channel': 'pigeon'})}\n")
    first, second, third = map(json.loads, result.stdout.splitlines())
    assert result.exit_code == 2
    assert first["verdict"] == "deny"
    assert second["error"]["line"] == 2
    assert (third["error"]["field"], "pigeon" in third["error"]["message"]) == ("channel", True)


def test_questions_come_from_a_file_too(app: typer.Typer, tmp_path: Path) -> None:
    file = tmp_path / "asked.json"
    file.write_text(json.dumps(QUESTION | {"channel": "max"}))
    assert json.loads(pipe(app, "", f"decide --question {file}").stdout)["verdict"] == "permit"
    missing = pipe(app, "", f"decide --question {tmp_path / 'none.json'}")
    assert (missing.exit_code, "none.json" in missing.output) == (2, True)


def test_an_empty_or_endless_question_is_refused(app: typer.Typer) -> None:
    for text in ("", "[]", "{", "{" + " " * 1_000_100):
        result = pipe(app, text)
        assert result.exit_code == 2
        assert "error" in json.loads(result.stdout)
