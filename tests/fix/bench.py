"""A place to fix one file in memory, by the real audit and the real plan."""

from dataclasses import dataclass
from functools import cache

from vestnik.audit.documents import Document, read_document
from vestnik.audit.inspect import Inspector
from vestnik.audit.model import Finding
from vestnik.fix.judge import Judged, judge
from vestnik.fix.model import Disposition, Options, Patch, Plan, Target
from vestnik.fix.plan import plan
from vestnik.fix.targets import parse_target

MAX = "max=https://max.ru/shop_bot"
VK = "vk=https://vk.me/shop"
EMAIL = "email=hello@shop.example"
PHONE = "phone=+79000000001"


@cache
def inspector() -> Inspector:
    """Compile the signatures once a test process."""
    return Inspector()


def targets(*raw: str) -> tuple[Target, ...]:
    """Read targets as the command line does."""
    return tuple(parse_target(one, inspector().signatures) for one in raw)


@dataclass(frozen=True)
class Fixed:
    """One file after the fix."""

    document: Document
    findings: list[Finding]
    plan: Plan
    judged: Judged

    @property
    def text(self) -> str:
        return self.judged.data.decode(self.document.encoding)

    @property
    def review(self) -> list[Patch]:
        return [patch for patch in self.plan.patches if patch.disposition is Disposition.NEEDS_REVIEW]


def fix(content: str | bytes, *to: str, path: str = "page.html", unsafe: bool = False) -> Fixed:
    """Audit, plan and judge one file."""
    data = content.encode() if isinstance(content, str) else content
    document = read_document(path, data)
    findings = inspector().inspect(document)
    proposed = plan(findings, {path: document}, Options(inspector().signatures, targets(*to)))
    patches = proposed.by_path(include_unsafe=unsafe).get(path, ())
    return Fixed(document, findings, proposed, judge(document, patches, inspector().inspect))
