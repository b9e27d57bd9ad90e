"""Pages of the reference that are made from the code, so that they cannot differ from it."""

import json
from collections.abc import Callable, Iterator
from inspect import cleandoc
from pathlib import Path
from typing import Any

import msgspec
import typer.main
from rules import rule_pages, rules_index
from states import states_svg

from vestnik.channels.registry import DRIVERS
from vestnik.entrypoints.cli.main import build
from vestnik.law.answer import AnswerForm
from vestnik.law.model import Norm, Rule
from vestnik.law.pack import load_pack
from vestnik.law.pack_schema import pack_schema
from vestnik.law.policy.form import QuestionForm
from vestnik.notify.model import NEXT, TERMINAL, MessageState

_STATUSES = """A *confirmed* norm may deny. A *secondary* one denies only where the company accepted it on
record. An *unverified* one can only warn. What this means is explained in [](../../explanation/law.md).
"""
_NOTE = "This page is made from the code at build time.\n"


def write_all(folder: Path) -> None:
    """Write every page of ``PAGES`` below ``folder``, and those of ``KEPT`` beside it, where they changed."""
    for name, make in PAGES.items():
        _write(folder / name, make())
    pages = rule_pages()
    for name, text in pages.items():
        _write(folder / "rules" / name, text)
    for left in {path.name for path in (folder / "rules").glob("*.md")} - pages.keys() - {"index.md"}:
        (folder / "rules" / left).unlink()
    for name, make in KEPT.items():
        _write(folder.parent / name, make())


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() or path.read_text() != text:
        path.write_text(text)


def _cell(text: object) -> str:
    return str(text).replace("|", "\\|").replace("\n", " ")


def _table(head: list[str], rows: list[list[object]]) -> str:
    lines = [" | ".join(head), " | ".join("---" for _ in head)]
    lines += [" | ".join(_cell(value) for value in row) for row in rows]
    return "\n".join(f"| {line} |" for line in lines) + "\n"


def _commands(command: Any, path: str) -> Iterator[tuple[str, Any]]:
    below = getattr(command, "commands", None)
    if below is None:
        yield path, command
        return
    for name in sorted(below):
        yield from _commands(below[name], f"{path} {name}")


def commands_page() -> str:
    """Every command of ``vestnik`` with its arguments and options."""
    parts = ["# The command line\n", _NOTE, "The program speaks Russian first; so does this page.\n"]
    for path, command in _commands(typer.main.get_command(build()), "vestnik"):
        parts += [f"## `{path}`\n", f"{cleandoc(command.help or '')}\n"]
        rows = [_parameter(one) for one in command.params if one.name != "help"]
        if rows:
            parts.append(_table(["Argument or option", "What it is", "Default"], rows))
    return "\n".join(parts)


def _parameter(one: Any) -> list[object]:
    if one.param_type_name == "argument":
        names = f"`{one.name.upper()}`"
    else:
        names = ", ".join(f"`{name}`" for name in [*one.opts, *one.secondary_opts])
    default = one.default
    plain = isinstance(default, str | int | float) and not isinstance(default, bool) and default != ""
    shown = f"`{getattr(default, 'value', default)}`" if plain else ""
    return [names, getattr(one, "help", None) or "", "required" if one.required else shown]


def states_page() -> str:
    """The states of a message and every step between them."""
    rows: list[list[object]] = []
    for state in MessageState:
        after = ", ".join(f"`{following.value}`" for following in MessageState if following in NEXT[state])
        rows.append([f"`{state.value}`", after or "—", "yes" if state in TERMINAL else ""])
    return "\n".join(
        [
            "# The states of a message\n",
            _NOTE,
            "Other steps are refused. From `sending` back to `accepted`: refused, to be tried again.\n",
            "![The states of a message](states.svg)\n",
            _table(["State", "May become", "Final"], rows),
        ]
    )


def _places(norm: Norm) -> str:
    return f"{norm.act}, {norm.locator}" if norm.locator else norm.act


def norms_page() -> str:
    """The rule pack's norms with their status and sources, and what the rules make of them."""
    pack = load_pack()
    parts = [
        "# The law pack\n",
        _NOTE,
        f"Pack `{pack.id}` {pack.version}, as of {pack.as_of}. SHA-256 `{pack.sha256}`.\n",
        _STATUSES,
        "## Rules\n",
        "In the order in which their reasons stand in an answer.\n",
        _table(
            ["Rule", "Effect", "Rests on", "Sentence"],
            [[f"`{rule.id}`", rule.effect.value, _basis(rule), rule.text] for rule in pack.rules],
        ),
        "## Norms\n",
    ]
    for norm in pack.norms.values():
        dates = f"in force from {norm.in_force_from or '—'}" + (
            f" to {norm.in_force_to}" if norm.in_force_to else ""
        )
        parts += [
            f"({_anchor(norm.id)})=\n### `{norm.id}`\n",
            f"{norm.summary}\n",
            f"- {_places(norm)}; {norm.kind.value}; **{norm.status.value}**; {dates}",
            *(
                f"- source ({source.tier}, seen {source.seen or '—'}): <{source.url}>"
                for source in norm.sources
            ),
            *(f"- caveat: {caveat}" for caveat in norm.caveats),
            "",
        ]
    return "\n".join(parts)


def _basis(rule: Rule) -> str:
    return f"[`{rule.norm_id}`](#{_anchor(rule.norm_id)})" if rule.norm_id else rule.basis.value


def _anchor(norm_id: str) -> str:
    return "norm-" + norm_id.replace(".", "-")


def channels_page() -> str:
    """What each channel can do and which settings it needs."""
    parts = ["# Channels\n", _NOTE]
    for channel, registration in sorted(DRIVERS.items()):
        manifest = registration.manifest
        able = [name for name, can in (("subject", manifest.subject), ("HTML", manifest.html)) if can]
        facts: list[list[object]] = [
            ["Address", manifest.address_kind.value],
            ["Text", f"up to {manifest.max_text:,} characters"],
            ["Also", ", ".join(able) or "—"],
            ["Receipts", ", ".join(sorted(manifest.receipts)) or "—"],
        ]
        parts += [f"## `{channel}`\n", f"{manifest.title}.\n", _table(["", ""], facts)]
        if manifest.settings:
            rows: list[list[object]] = [
                [
                    f"`{setting.name}`",
                    setting.title,
                    "required" if setting.required else "",
                    "secret" if setting.secret else "",
                    f"`{setting.default}`" if setting.default else "",
                ]
                for setting in manifest.settings
            ]
            parts.append(_table(["Setting", "What it is", "", "", "Default"], rows))
    return "\n".join(parts)


def decisions_page() -> str:
    """The shapes of a question to the law and of its answer, as JSON Schema."""
    parts = [
        "# The shapes of a question and its answer\n",
        _NOTE,
        "How to ask: [](../../howto/ask-the-law.md).\n",
    ]
    for title, form in (("Question", QuestionForm), ("Answer", AnswerForm)):
        schema = json.dumps(msgspec.json.schema(form), ensure_ascii=False, indent=2)
        parts += [f"## {title}\n", f"```json\n{schema}\n```\n"]
    return "\n".join(parts)


def pack_schema_file() -> str:
    """The JSON Schema of a rule pack's files."""
    return json.dumps(pack_schema(), ensure_ascii=False, indent=2) + "\n"


KEPT: dict[str, Callable[[], str]] = {"pack-schema.json": pack_schema_file}
"""Files that stand in the repository too, because editors point at them."""

PAGES: dict[str, Callable[[], str]] = {
    "cli.md": commands_page,
    "states.md": states_page,
    "states.svg": states_svg,
    "norms.md": norms_page,
    "decisions.md": decisions_page,
    "channels.md": channels_page,
    "rules/index.md": rules_index,
}
