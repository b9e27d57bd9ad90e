"""A company counts its own list in the console: numbers stay, the list goes, a bad one says what is wrong."""

import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from tests.entrypoints.web.conftest import ORIGIN, PASSWORD, Browser
from tests.entrypoints.web.law_words import parse

from vestnik.access.model import Principal, Role, Workspace
from vestnik.access.users import create_user
from vestnik.app import Vestnik
from vestnik.entrypoints.web.uploads import MAX_FILE
from vestnik.law.choices.count_reach import count_reach
from vestnik.law.choices.model import ReachCount
from vestnik.law.choices.reach_of import reach_of
from vestnik.law.choices.save_reach import save_reach

PAGE = "/law/platforms/reach"
MIB = 1024 * 1024
LIST = (
    "Почта;Телефон;max\n"
    "anna.secretova@shop.example;+79000054321;777001\n"
    "vera.secretova@shop.example;;\n"
    ";нет номера;\n"
    '"не закрыто;;;;;\n'
).encode()


@pytest.fixture(autouse=True)
def spool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give temporary files a folder of the test's own."""
    folder = tmp_path / "spool"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


async def _send(
    browser: Browser, content: bytes, file: str = "clients.csv", *, secret: str | None = None, **fields: str
) -> tuple[int, str]:
    """Send the form as a browser does; return the status, and the page or the address it leads to."""
    await browser.get(PAGE)
    answer = await browser.client.post(
        PAGE,
        data={"csrf": browser.secret if secret is None else secret, **fields},
        files={"file": (file, content, "text/csv")},
        headers={"origin": ORIGIN},
    )
    return answer.status_code, answer.headers.get("location", answer.text)


def _contents(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in folder.rglob("*") if path.is_file()]


async def _count(vestnik: Vestnik, workspace: Workspace) -> ReachCount | None:
    return await reach_of(vestnik.core, Principal.local(workspace.id))


def _error(page: str) -> str:
    (found,) = [one for one in parse(page).all() if one.attributes.get("id") == "file-error"]
    return " ".join(found.text.split())


async def test_a_list_becomes_numbers_with_its_name_and_author(
    owner: Browser, vestnik: Vestnik, workspace: Workspace
) -> None:
    assert "Людей ещё не считали" in (await owner.get(PAGE)).text
    assert await _send(owner, LIST, "Покупатели.csv") == (303, f"{PAGE}?done=reach-counted")
    saved = await _count(vestnik, workspace)
    assert saved is not None
    assert (saved.name, saved.counted.people, saved.counted.reached["email"]) == ("Покупатели.csv", 3, 2)
    assert saved.counted == count_reach(vestnik.pack, [LIST])
    page = " ".join(parse((await owner.get(PAGE)).text).text.split())
    for words in (
        "Покупатели.csv",
        "anna@fair.example",
        "67 % 2 из 3",
        "«Почта» → Электронная почта",
        "«Телефон» → номер телефона · негодных: 1",
        "Не прочитано строк 1; строки файла: 5",
    ):
        assert words in page
    assert "67 %" in (await owner.get("/law/platforms")).text


async def test_a_name_of_ones_own_stands_before_the_files(
    owner: Browser, vestnik: Vestnik, workspace: Workspace
) -> None:
    await _send(owner, LIST, "C:\\Docs\\list.csv", name="Осень")
    saved = await _count(vestnik, workspace)
    assert saved is not None
    assert saved.name == "Осень"
    await _send(owner, LIST, "../../etc/list.csv")
    saved = await _count(vestnik, workspace)
    assert saved is not None
    assert saved.name == "list.csv"


async def test_nothing_of_the_list_is_stored(owner: Browser, tmp_path: Path, spool: Path) -> None:
    assert (await _send(owner, LIST))[0] == 303
    assert (await _send(owner, "кто\nanna.secretova@shop.example\n".encode()))[0] == 422
    stored = _contents(tmp_path / "data")
    assert any(
        b"clients.csv" in content for content in stored
    )  # the look is deep enough to find what is kept
    assert not any(b"secretova" in content or b"79000054321" in content for content in stored)
    assert _contents(spool) == []


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Файл пуст"),
        ("имя;город\nАнна;Тверь\n".encode(), "не нашлось ни одного знакомого столбца"),
        (b"PK\x03\x04\x00\x00", "книга Excel"),
        (b"email\n", "нет ни одной строки с людьми"),
        (b"email\n\x98\n", "не прочитано строк: 1"),
        (b"\xff\xfe\x00e\x00m", "не CSV в кодировке UTF-8"),
    ],
)
async def test_a_bad_list_says_what_is_wrong_and_how_to_mend_it(
    owner: Browser, vestnik: Vestnik, workspace: Workspace, content: bytes, words: str
) -> None:
    status, page = await _send(owner, content)
    assert status == 422
    assert words in _error(page)
    assert await _count(vestnik, workspace) is None


async def test_a_form_without_a_file_asks_for_one(owner: Browser) -> None:
    status, page = await _send(owner, b"", "")
    assert status == 422
    assert _error(page) == "Выберите файл со списком."


async def test_a_list_larger_than_other_forms_may_be_is_read_and_other_pages_keep_their_limit(
    owner: Browser, vestnik: Vestnik, workspace: Workspace
) -> None:
    rows = b"".join(b"client%07d@shop.example\n" % number for number in range(100_000))
    assert len(rows) > 2 * MIB
    assert (await _send(owner, b"email\n" + rows))[0] == 303
    saved = await _count(vestnik, workspace)
    assert saved is not None
    assert saved.counted.people == 100_000
    for path in ("/law/platforms/max", "/law/who"):
        answer = await owner.client.post(path, content=b"x" * (2 * MIB), headers={"origin": ORIGIN})
        assert answer.status_code == 413


async def test_a_file_over_the_limit_is_refused_by_its_word_and_by_its_weight(
    owner: Browser, vestnik: Vestnik, workspace: Workspace, spool: Path
) -> None:
    await owner.get(PAGE)
    head = (
        f'--x\r\ncontent-disposition: form-data; name="csrf"\r\n\r\n{owner.secret}\r\n'
        '--x\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
    ).encode()
    sent = 0

    async def heavy() -> AsyncIterator[bytes]:
        nonlocal sent
        yield head
        for _ in range(2 * MAX_FILE // MIB):
            sent += MIB
            yield b"a" * MIB

    headers = {"origin": ORIGIN, "content-type": "multipart/form-data; boundary=x"}
    answer = await owner.client.post(PAGE, content=heavy(), headers=headers)
    assert answer.status_code == 422
    assert "Файл больше 200 МБ" in answer.text
    assert "vestnik law reach" in answer.text
    assert MAX_FILE < sent <= MAX_FILE + MIB
    claimed = headers | {"content-length": str(2 * MAX_FILE)}
    answer = await owner.client.post(PAGE, content=head, headers=claimed)
    assert "Файл больше 200 МБ" in answer.text
    assert await _count(vestnik, workspace) is None
    assert _contents(spool) == []


async def test_who_may_not_speak_for_the_company_sees_no_form_and_is_refused(
    auditor: Browser, vestnik: Vestnik, workspace: Workspace
) -> None:
    page = (await auditor.get(PAGE)).text
    assert 'type="file"' not in page
    assert (await _send(auditor, LIST))[0] == 403
    assert await _count(vestnik, workspace) is None


async def test_a_file_from_another_site_is_refused(
    owner: Browser, stranger: Browser, vestnik: Vestnik, workspace: Workspace
) -> None:
    assert (await _send(owner, LIST, secret="made up"))[0] == 403
    for headers in ({"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}):
        answer = await owner.client.post(
            PAGE, data={"csrf": owner.secret}, files={"file": ("a.csv", LIST)}, headers=headers
        )
        assert answer.status_code == 403
    status, where = await _send(stranger, LIST)
    assert status == 303
    assert where.startswith("/login")
    assert await _count(vestnik, workspace) is None


async def test_another_companys_count_is_invisible(
    owner: Browser, vestnik: Vestnik, other_workspace: Workspace
) -> None:
    others = Principal.local(other_workspace.id)
    await create_user(vestnik.core, others, "olga@shop.example", "Ольга", Role.OWNER, PASSWORD)
    await save_reach(vestnik.core, others, count_reach(vestnik.pack, [LIST]), "Чужой список")
    assert "Чужой список" not in (await owner.get(PAGE)).text
    assert (await _send(owner, LIST, name="Свой"))[0] == 303
    theirs = await reach_of(vestnik.core, others)
    assert theirs is not None
    assert theirs.name == "Чужой список"
