"""The two fictional companies of the demo: read from ``examples/`` and set up like real ones."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from vestnik.access.api_keys import create_api_key
from vestnik.access.model import Principal, Role
from vestnik.access.users import create_user
from vestnik.access.workspaces import create_workspace
from vestnik.app import Vestnik
from vestnik.kernel.errors import CannotStart
from vestnik.kernel.text import N_
from vestnik.law.accept_norm import accept_norm
from vestnik.law.answer_who_we_are import answer_who_we_are
from vestnik.notify.connections import save_connection

OWNER: Final = "owner@yarmarka.example"
"""The demo's only login; both companies know it."""


@dataclass(frozen=True, slots=True)
class Company:
    """One company as its ``company.toml`` describes it."""

    slug: str
    folder: Path
    name: str
    domain: str
    subjects: tuple[str, ...]
    note: str
    norms: tuple[tuple[str, str, str], ...]
    """Accepted norms: id, by whom, why."""
    targets: tuple[str, ...]
    """Lawful roads, best first, as ``vestnik fix --to`` takes them."""


@dataclass(frozen=True, slots=True)
class Tenant:
    """A company set up in the product, with keys of its programs."""

    company: Company
    workspace_id: str
    operator_key: str
    marketer_key: str


def examples() -> Path:
    """Return the folder of the demo companies: beside the source, or inside the installed package.

    Raises:
        CannotStart: this installation came without them.
    """
    package = Path(__file__).parents[2]
    for folder in (package / "examples", package.parents[1] / "examples"):
        if (folder / "marketplace" / "company.toml").is_file():
            return folder
    raise CannotStart(N_("Примеры компаний не установлены."), hint=N_("Поставьте пакет целиком."))


def read_company(slug: str) -> Company:
    """Read one company's description."""
    folder = examples() / slug
    table = tomllib.loads((folder / "company.toml").read_text(encoding="utf-8"))
    return Company(
        slug=slug,
        folder=folder,
        name=table["name"],
        domain=table["domain"],
        subjects=tuple(table["subjects"]),
        note=table["note"],
        norms=tuple((norm["id"], norm["by"], norm["note"]) for norm in table["accepted_norms"]),
        targets=tuple(
            f"{'url' if kind == 'cabinet' else kind}={value}" for kind, value in table["channels"].items()
        ),
    )


async def set_up(vestnik: Vestnik, company: Company, password: str, smtp_port: int) -> Tenant:
    """Make the company's workspace: who it is, what it accepted, its login, its channel, its keys."""
    core = vestnik.core
    workspace = await create_workspace(core, company.slug, company.name)
    here = Principal.local(workspace.id, "demo")
    await create_user(core, here, OWNER, "Владелец показа", Role.OWNER, password)
    await answer_who_we_are(core, here, vestnik.pack, company.subjects, company.note)
    for norm_id, by, why in company.norms:
        await accept_norm(core, Principal.local(workspace.id, by), vestnik.pack, norm_id, why)
    mail = {
        "host": "127.0.0.1",
        "port": str(smtp_port),
        "security": "none",
        "from_address": f"hello@{company.domain}",
        "from_name": company.name,
    }
    await save_connection(core, here, vestnik.manifests["email"], mail)
    _, operator_key = await create_api_key(core, here, "Сайт", Role.OPERATOR)
    _, marketer_key = await create_api_key(core, here, "Рассылки", Role.MARKETER)
    return Tenant(company, workspace.id, operator_key, marketer_key)
