"""The client against a real HTTP server on loopback that answers as the API documents."""

import json
import logging
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

import vestnik_client
from vestnik.sandbox.certificate import make_certificate
from vestnik_client import (
    BadKey,
    Client,
    Conflict,
    InvalidRequest,
    NotAllowed,
    NotFound,
    Refused,
    TooMany,
    Unreachable,
)

KEY = "vk_live_never-shown"
ACCEPTED = {
    "id": "m-1",
    "state": "accepted",
    "accepted_at": "2026-11-23T09:00:00Z",
    "idempotency_key": "order-17",
    "repeated": False,
}
STORY = {
    "id": "m-1",
    "channel": "email",
    "to": "a•••@mail.example",
    "purpose": "service",
    "state": "delivered",
    "state_at": "2026-11-23T09:00:01Z",
    "live": True,
    "decisions": [{"at": "2026-11-23T09:00:00Z", "verdict": "permit"}],
    "attempts": [{"number": 1, "outcome": "accepted", "kind": None, "detail": None}],
    "receipts": [{"event": "delivered", "at": "2026-11-23T09:00:01Z"}],
}
Reply = tuple[int, dict[str, str], Any]


class Server:
    """Answers from a list, and keeps what it was asked."""

    def __init__(self) -> None:
        self.replies: list[Reply | None] = []
        self.asked: list[tuple[str, str, dict[str, str], Any]] = []
        self.connections = 0
        box = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def setup(self) -> None:
                box.connections += 1
                super().setup()

            def _answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                headers = {name.lower(): value for name, value in self.headers.items()}
                box.asked.append((self.command, self.path, headers, json.loads(body) if body else None))
                reply = box.replies.pop(0)
                if reply is None:
                    self.close_connection = True
                    return
                status, headers, answer = reply
                data = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            do_GET = do_POST = _answer  # noqa: N815 — http.server's names

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                del format, args

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.http.server_port}"

    def will(self, status: int, answer: object, **headers: str) -> None:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.replies.append((status, named, answer))

    def will_hang_up(self) -> None:
        self.replies.append(None)


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    thread = threading.Thread(target=server.http.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.http.shutdown()
    thread.join()
    server.http.server_close()


@pytest.fixture
def client(server: Server) -> Iterator[Client]:
    with Client(server.url, KEY, timeout_s=5) as client:
        yield client


def send(client: Client, **more: Any) -> vestnik_client.Accepted:
    return client.send(channel="email", to="anna@mail.example", purpose="service", text="Готово.", **more)


def refusal(code: str = "x", field: str | None = None, hint: str | None = None) -> object:
    return {"error": {"code": code, "message": "Нельзя.", "field": field, "hint": hint}}


def test_a_message_is_sent_with_its_key_and_only_the_fields_that_were_given(server: Server, client: Client):
    server.will(202, ACCEPTED)
    accepted = send(
        client, subject="Заказ", idempotency_key="order-17", due_at=datetime(2026, 12, 1, tzinfo=UTC)
    )

    assert (accepted.id, accepted.state, accepted.repeated) == ("m-1", "accepted", False)
    assert accepted.accepted_at == datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    ((method, path, headers, body),) = server.asked
    assert (method, path) == ("POST", "/v1/messages")
    assert headers["authorization"] == f"Bearer {KEY}"
    assert headers["idempotency-key"] == "order-17"
    assert body == {
        "channel": "email",
        "to": "anna@mail.example",
        "purpose": "service",
        "text": "Готово.",
        "subject": "Заказ",
        "due_at": "2026-12-01T00:00:00+00:00",
    }


def test_two_messages_without_a_key_of_their_own_get_different_ones_over_one_connection(
    server: Server, client: Client
):
    for _ in range(2):
        server.will(202, ACCEPTED)
        send(client)

    first, second = (headers["idempotency-key"] for _, _, headers, _ in server.asked)
    assert first != second
    assert server.connections == 1


def test_a_lost_answer_is_asked_for_again_with_the_same_key(server: Server, client: Client):
    server.will_hang_up()
    server.will(200, ACCEPTED | {"repeated": True})
    accepted = send(client)

    assert accepted.repeated
    first, second = (headers["idempotency-key"] for _, _, headers, _ in server.asked)
    assert first == second


def test_an_overloaded_server_is_asked_again_when_it_says(server: Server, client: Client):
    server.will(429, refusal("too_many"), Retry_After="1")
    server.will(503, refusal("unavailable"))
    server.will(202, ACCEPTED)

    assert send(client).id == "m-1"
    assert len(server.asked) == 3


def test_a_server_that_stays_overloaded_is_reported_with_its_wait(server: Server):
    server.will(429, refusal("too_many"), Retry_After="7")
    with Client(server.url, KEY, retries=0) as client, pytest.raises(TooMany) as full:
        send(client)
    assert full.value.retry_after_s == 7


def test_a_server_that_stays_away_is_unreachable(server: Server):
    server.will(503, refusal("unavailable"))
    with Client(server.url, KEY, retries=0) as client, pytest.raises(Unreachable):
        send(client)
    with Client("http://127.0.0.1:1", KEY, retries=0) as client, pytest.raises(Unreachable):
        send(client)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (401, BadKey),
        (403, NotAllowed),
        (404, NotFound),
        (409, Conflict),
        (422, InvalidRequest),
        (418, Refused),
    ],
)
def test_a_refusal_has_its_type_and_keeps_field_and_hint(
    server: Server, client: Client, status: int, kind: type[Refused]
):
    server.will(status, refusal("code", "to", "Исправьте."))
    with pytest.raises(kind) as said:
        send(client)

    assert type(said.value) is kind
    assert (said.value.status, said.value.field, said.value.hint) == (status, "to", "Исправьте.")
    assert "Исправьте." in str(said.value)
    assert len(server.asked) == 1


@pytest.mark.parametrize("answer", [b"<html>", b"[]", b"{}", b"null", b"\xff", b'{"error": 1}'])
@pytest.mark.parametrize("status", [200, 301, 500])
def test_an_answer_of_somebody_else_is_not_taken_for_ours(
    server: Server, client: Client, status: int, answer: bytes
):
    server.will(status, answer)
    with pytest.raises(Unreachable):
        send(client)


def test_a_message_is_read_back_with_its_story(server: Server, client: Client):
    server.will(200, STORY)
    message = client.message("m-1")

    assert (message.state, message.receipts) == ("delivered", ("delivered",))
    assert message.attempts[0].outcome == "accepted"
    assert message.raw["decisions"][0]["verdict"] == "permit"


def test_an_id_cannot_lead_to_another_path(server: Server, client: Client):
    server.will(404, refusal())
    with pytest.raises(NotFound):
        client.message("../calls?x=1")
    assert server.asked[0][1] == "/v1/messages/..%2Fcalls%3Fx%3D1"


def test_a_call_is_reported_in_the_body_and_never_in_the_address(server: Server, client: Client):
    server.will(200, {"state": "ended", "released": 2})
    reported = client.report_call("+79000000001", in_progress=False, at=datetime(2026, 11, 23, 9, tzinfo=UTC))

    assert reported.released == 2
    ((_, path, _, body),) = server.asked
    assert path == "/v1/calls"
    assert body == {"phone": "+79000000001", "state": "ended", "at": "2026-11-23T09:00:00+00:00"}


def test_a_time_without_a_zone_is_refused_before_anything_is_sent(server: Server, client: Client):
    with pytest.raises(ValueError, match="zone"):
        send(client, due_at=datetime(2026, 12, 1))  # noqa: DTZ001 — the mistake under test
    assert server.asked == []


@pytest.mark.parametrize(
    ("url", "key", "more"),
    [
        ("vestnik.example", KEY, {}),
        ("ftp://vestnik.example", KEY, {}),
        ("http://vestnik.example", KEY, {}),
        ("https://vestnik.example?key=1", KEY, {}),
        ("https://vestnik.example", "", {}),
        ("https://vestnik.example", "a\r\nb", {}),
        ("https://vestnik.example", KEY, {"timeout_s": 0}),
        ("https://vestnik.example", KEY, {"retries": -1}),
    ],
)
def test_settings_that_cannot_work_are_refused_at_once(url: str, key: str, more: dict[str, Any]):
    with pytest.raises(ValueError, match=r"must|https"):
        Client(url, key, **more)


def test_the_key_is_in_no_description_error_or_log(
    server: Server, client: Client, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.DEBUG)
    server.will(401, refusal())
    with pytest.raises(BadKey) as refused:
        send(client)
    with pytest.raises(Unreachable) as away, Client("http://127.0.0.1:1", KEY, retries=0) as nowhere:
        send(nowhere)

    assert KEY not in f"{client!r} {refused.value!r} {away.value!r} {caplog.text}"


def test_threads_may_share_a_client(server: Server, client: Client):
    for _ in range(20):
        server.will(202, ACCEPTED)
    threads = [threading.Thread(target=send, args=(client,)) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len({headers["idempotency-key"] for _, _, headers, _ in server.asked}) == 20


def test_a_server_that_nobody_vouches_for_hears_no_key(server: Server, tmp_path: Path):
    certificate, key = make_certificate(("localhost",), ("127.0.0.1",))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    pair = tmp_path / "pair.pem"
    pair.write_text(certificate + key)
    context.load_cert_chain(pair)
    server.http.socket = context.wrap_socket(
        server.http.socket, server_side=True, do_handshake_on_connect=False
    )
    url = server.url.replace("http:", "https:")
    with Client(url, KEY, retries=0) as stranger, pytest.raises(Unreachable):
        send(stranger)
    assert server.asked == []

    server.will(202, ACCEPTED)
    with Client(url, KEY, tls=ssl.create_default_context(cadata=certificate)) as client:
        assert send(client).id == "m-1"


def test_the_client_needs_nothing_but_the_standard_library():
    code = (
        "import sys, vestnik_client\n"
        "print(*{name.partition('.')[0] for name in sys.modules} - set(sys.stdlib_module_names))"
    )
    source = Path(vestnik_client.__file__).parents[1]
    ran = subprocess.run(
        [sys.executable, "-I", "-S", "-c", f"import sys; sys.path.insert(0, {str(source)!r})\n{code}"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert set(ran.stdout.split()) <= {"vestnik_client", "__main__"}
