"""The pages of the audit's rules, made from their catalogue: one a rule, and the list of them."""

from vestnik.audit.rules.load_rules import load_rules
from vestnik.audit.rules.model import AuditRule, Sample
from vestnik.law.model import Pack
from vestnik.law.pack import load_pack

_INTRO = """Every finding and every signal of an audit names one of these rules.

A finding is a place that leads to, loads or names a foreign messenger. A signal (`PD-…`) is a sign that
personal data may be handled against 152-FZ; it is never called a breach. The severity is the usual one: what
a place weighs for a company follows from who the company is and which platform it is.
"""
_SAID = "On this page the words stand in English, then in Russian, as reports show them.\n"


def rules_index() -> str:
    """List the rules by family, with the page of each."""
    rules = load_rules()
    parts = ["# Rules of the audit\n", "This page is made from the code at build time.\n", _INTRO]
    for family in rules.families.values():
        parts += [
            f"## {family.title_en}\n",
            "| Rule | What it is | Severity | Evidence |",
            "| --- | --- | --- | --- |",
        ]
        parts += [_row(rule) for rule in rules.by_id.values() if rule.family == family.id]
        parts.append("")
    parts += ["```{toctree}", ":hidden:", "", *rules.by_id, "```", ""]
    return "\n".join(parts)


def _row(rule: AuditRule) -> str:
    cells = (
        f"[`{rule.id}`]({rule.id}.md)",
        rule.english.title,
        rule.severity.name.lower(),
        rule.evidence.value,
    )
    return f"| {' | '.join(cells)} |"


def rule_pages() -> dict[str, str]:
    """Return the page of every rule by its file's name."""
    pack = load_pack()
    return {f"{rule.id}.md": rule_page(rule, pack) for rule in load_rules().by_id.values()}


def rule_page(rule: AuditRule, pack: Pack) -> str:
    """Return one rule's page: what, why, what to do, norms, examples, false alarms; then in Russian."""
    english, russian = rule.english, rule.russian
    family = load_rules().families[rule.family]
    kind = "Signal" if family.signal else "Finding"
    usual = f"{kind}, usually **{rule.severity.name.lower()}**; evidence: {rule.evidence.value}"
    parts = [
        f"# {rule.id}: {english.title}\n",
        f"{usual}; family: {family.title_en}.\n",
        _SAID,
        f"## What was seen\n\n{english.what}\n",
        f"## Why it matters\n\n{english.why}\n",
        *_norms(rule, pack),
        f"## What to do\n\n{english.remedy}\n",
        f"## {'Examples' if len(rule.examples) > 1 else 'Example'}\n",
        *(_sample(sample) for sample in rule.examples),
    ]
    if rule.false_alarms:
        parts += ["## Not this\n", "The rule does not speak here, and a test keeps it so.\n"]
        parts += [_sample(sample) for sample in rule.false_alarms]
    parts += [
        f"## По-русски: {russian.title}\n",
        f"{russian.what}\n",
        f"**Почему важно.** {russian.why}\n",
        f"**Что сделать.** {russian.remedy}\n",
    ]
    return "\n".join(parts)


def _norms(rule: AuditRule, pack: Pack) -> list[str]:
    if not rule.norms:
        return ["No norm of the pack is behind it.\n"]
    rows = [
        f"- [`{norm.id}`](#norm-{norm.id.replace('.', '-')}): {norm.citation}, **{norm.status.value}**"
        for norm in (pack.norms[norm_id] for norm_id in rule.norms)
    ]
    return [
        "Norms of the pack that may matter; which do depends on the company and the platform:\n",
        *rows,
        "",
    ]


def _sample(sample: Sample) -> str:
    where = f"`{sample.path}`" + (f", {sample.note}" if sample.note else "")
    if sample.case:
        where += f" ({sample.case})"
    return f"{where}\n\n~~~~~text\n{sample.text.rstrip()}\n~~~~~\n"
