"""``vestnik law who``, ``accept``, ``revoke`` and ``replay`` on a real database."""

import json
from functools import partial
from pathlib import Path

import pytest
from tests.entrypoints.cli.installation import Installation

from vestnik.access.model import Principal
from vestnik.access.workspaces import list_workspaces
from vestnik.kernel.clock import ManualClock
from vestnik.kernel.core import Core
from vestnik.law.organisation_of import organisation_of
from vestnik.law.pack import built_in, load_pack
from vestnik.law.packs.archive import pack_archive
from vestnik.law.packs.remember_pack import remember_pack
from vestnik.law.policy.question import Organisation
from vestnik.law.signatures import load
from vestnik.law.text_check.invited import invited
from vestnik.notify.accept import accept
from vestnik.notify.dispatch import Dispatcher
from vestnik.notify.draft import Catalogue, Request

BAN = "41fz-15-1"


@pytest.fixture
def vestnik(tmp_path: Path, clock: ManualClock) -> Installation:
    made = Installation(tmp_path, clock)
    made.run("workspace", "add", "romashka", "--name", "ООО «Ромашка»")
    return made


async def _asked(core: Core) -> Organisation:
    return await organisation_of(core, (await list_workspaces(core))[0].id)


def test_the_company_answers_by_codes_with_a_reason_and_sees_what_waits_for_its_owner(
    vestnik: Installation,
) -> None:
    vestnik.run("law", "who", says="ещё не ответила")
    told = vestnik.run("law", "who", "--subject", "CREDIT_ORG", "--note", "лицензия", "--contract", "yes")
    assert "Кредитные организации" in told.output
    assert "Решает владелец" in told.output
    assert vestnik.do(_asked) == Organisation(frozenset({"CREDIT_ORG"}), frozenset(), True)
    vestnik.run("law", "who", "--subject", "BAKERY", says="BAKERY", code=1)
    vestnik.run("law", "who", "--subject", "OTHER_BUSINESS", says="note", code=1)


def test_questions_are_asked_one_by_one_and_none_that_applies_is_a_conclusion(vestnik: Installation) -> None:
    questions = sum(1 for one in load_pack().subjects.values() if not one.anyone) - 1
    told = vestnik.run("law", "who", "--ask", typed="n\n" * questions + "ремонт обуви, лицензий нет\n")
    assert "ремонт обуви" in told.output
    assert vestnik.do(_asked).subjects == frozenset({"OTHER_BUSINESS"})


def test_a_norm_is_shown_before_it_is_accepted_and_may_be_taken_back(vestnik: Installation) -> None:
    refused = vestnik.run("law", "accept", BAN, typed="n\n", code=2)
    assert "publication.pravo.gov.ru" in refused.output
    assert vestnik.do(_asked).accepted_norms == frozenset()
    vestnik.run("law", "accept", BAN, "--note", "решение юриста", typed="y\n", says="принята")
    assert vestnik.do(_asked).accepted_norms == {BAN}
    vestnik.run("law", "revoke", BAN, says=BAN)
    assert vestnik.do(_asked).accepted_norms == frozenset()
    vestnik.run("law", "accept", "38fz-18-1", "--yes", says="подтверждена", code=1)


def test_the_person_who_decides_is_named_and_needs_the_right(vestnik: Installation, tmp_path: Path) -> None:
    password = tmp_path / "password"
    password.write_text("четыре слова о погоде\n", encoding="utf-8")
    for email, role in (("olga@romashka.example", "owner"), ("oleg@romashka.example", "operator")):
        words = ("user", "add", email, "--name", "Имя", "--role", role, "--password-file", str(password))
        vestnik.run(*words)
    vestnik.run("law", "accept", BAN, "--yes", "--by", "olga@romashka.example", says="olga@romashka.example")
    vestnik.run("law", "revoke", BAN, "--by", "oleg@romashka.example", code=1)
    assert vestnik.do(_asked).accepted_norms == {BAN}


async def _sent(core: Core) -> str:
    """Send a message that the law answers, and return its id."""
    pack = load_pack()
    await remember_pack(core, pack, pack_archive(built_in()))
    workspace = (await list_workspaces(core))[0]
    catalogue = Catalogue({}, frozenset(pack.platforms), partial(invited, load()))
    request = Request(channel="telegram", to="@client", purpose="service", text="Заказ собран")
    draft = catalogue.read_draft(request, idempotency_key="one", now=core.clock.now())
    accepted = await accept(core, Principal.local(workspace.id), draft)
    await Dispatcher(core, pack, catalogue, None).settle()  # type: ignore[arg-type] — denied before a driver
    return accepted.id


def test_a_decision_of_the_past_is_asked_again(vestnik: Installation) -> None:
    message = vestnik.do(_sent)
    told = vestnik.run("law", "replay", message, says="✓")
    assert "deny" in told.output
    (line,) = vestnik.run("law", "replay", message, "--json").output.splitlines()
    assert json.loads(line)["same"] is True
    vestnik.run("law", "replay", "01890000-0000-7000-8000-000000000000", code=1)
