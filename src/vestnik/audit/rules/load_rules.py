"""Read the catalogue of rules that is packaged with the program, strictly."""

import tomllib
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

from typing_extensions import override

from vestnik.audit.model import Severity
from vestnik.audit.rules.model import AuditRule, Evidence, Family, Rules, Sample, Words
from vestnik.kernel.errors import CannotStart
from vestnik.kernel.text import N_
from vestnik.law.packfile.row import Row

_SEVERITIES: Final = {severity.name.lower(): severity for severity in Severity}


@cache
def load_rules() -> Rules:
    """Return the packaged catalogue; it is read once.

    Raises:
        CannotStart: a file is no TOML, or a row holds an unknown key, a wrong value or an id that is taken;
            names the file and the row.
    """
    return read_rules(files("vestnik.audit.rules") / "data")


def read_rules(folder: Traversable) -> Rules:
    """Read every ``*.toml`` of a folder, a family each.

    Raises:
        CannotStart: as ``load_rules``.
    """
    rules: dict[str, AuditRule] = {}
    families: dict[str, Family] = {}
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if not entry.name.endswith(".toml"):
            continue
        whole = _parsed(entry)
        head, name = whole.required_row("family"), entry.name.removesuffix(".toml")
        family, default = _family(name, head), _Defaults(head)
        families[name] = family
        for row in whole.rows("rule"):
            rule = _rule(row, name, default)
            if rule.id in rules:
                raise row.error(f"правило {rule.id} уже есть")
            rules[rule.id] = rule
        whole.close()
    return Rules(rules, families)


class _Row(Row):
    """A row of this catalogue: its errors name the catalogue, not the law pack."""

    @override
    def error(self, what: str) -> CannotStart:
        return CannotStart(
            N_(
                "Каталог правил аудита: %(file)s, %(name)s: %(what)s.",
                file=self.file,
                name=self.name,
                what=what,
            ),
            hint=N_("Исправьте строку: что в ней должно стоять, видно по соседним."),
        )


class _Defaults:
    """What a family says for all its rules: a rule may say it in its own words."""

    def __init__(self, head: Row) -> None:
        self.texts = {key: head.text(key) for key in ("why", "why_en", "remedy", "remedy_en")}
        self.norms = head.words("norms")
        head.close()

    def text(self, row: Row, key: str) -> str:
        return row.text(key) if row.has(key) else self.texts[key]


def _parsed(entry: Traversable) -> Row:
    try:
        table = tomllib.loads(entry.read_bytes().decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _Row(entry.name, "файл", {}).error(f"это не TOML: {error}") from error
    return _Row(entry.name, "файл", table)


def _family(name: str, head: Row) -> Family:
    return Family(
        id=name, title=head.text("title"), title_en=head.text("title_en"), signal=head.flag("signal")
    )


def _rule(row: Row, family: str, default: _Defaults) -> AuditRule:
    rule_id = row.text("id")
    row.name = f"rule {rule_id}"
    severity = row.text("severity")
    if severity not in _SEVERITIES:
        raise row.error(f"ключ «severity»: «{severity}», а бывают {', '.join(_SEVERITIES)}")
    rule = AuditRule(
        id=rule_id,
        family=family,
        evidence=row.one_of("evidence", Evidence),
        severity=_SEVERITIES[severity],
        russian=Words(
            row.text("title"), row.text("what"), default.text(row, "why"), default.text(row, "remedy")
        ),
        english=Words(
            row.text("title_en"),
            row.text("what_en"),
            default.text(row, "why_en"),
            default.text(row, "remedy_en"),
        ),
        norms=row.words("norms") if row.has("norms") else default.norms,
        examples=tuple(_sample(sample) for sample in row.rows("examples")),
        false_alarms=tuple(_sample(sample) for sample in row.rows("false_alarms")),
    )
    if not rule.examples:
        raise row.error("нет ни одного примера")
    if not all(sample.note for sample in rule.false_alarms):
        raise row.error("у ложной тревоги нет «note»: почему это не тревога")
    row.close()
    return rule


def _sample(row: Row) -> Sample:
    sample = Sample(
        path=row.text("path"),
        text=row.text("text"),
        note=row.optional("note", str) or "",
        case=row.optional("case", str) or "",
        also=tuple(row.optional("also", list) or ()),
    )
    row.close()
    return sample
