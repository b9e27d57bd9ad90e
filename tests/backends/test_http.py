import asyncio
import gzip
import socket
import ssl
import tracemalloc
import zlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st
from tests.audit.site import redirect, serving, speaking

from vestnik import __version__
from vestnik.backends.http import AioHttp, is_public
from vestnik.kernel.http import Hop, HttpFailure, HttpLimits, HttpProblem

SMALL = HttpLimits(total_s=5, connect_s=2, body_bytes=100_000)


@pytest.fixture
async def http() -> AsyncIterator[AioHttp]:
    async with AioHttp(allow_private=True) as client:
        yield client


@pytest.fixture
async def guarded() -> AsyncIterator[AioHttp]:
    async with AioHttp() as client:
        yield client


async def failure(http: AioHttp, url: str, limits: HttpLimits = SMALL) -> HttpFailure:
    with pytest.raises(HttpFailure) as caught:
        await http.get(url, limits)
    return caught.value


async def test_a_page_comes_with_its_status_headers_and_body(http: AioHttp) -> None:
    async with serving({"/": "<p>привет</p>"}) as site:
        answer = await http.get(f"{site.url}/", SMALL)
    assert (answer.status, answer.url, answer.redirects) == (200, f"{site.url}/", ())
    assert answer.body.decode() == "<p>привет</p>"
    assert answer.media == "text/html; charset=utf-8"


async def test_the_client_says_who_it_is_and_sends_no_cookies_back(http: AioHttp) -> None:
    async def echo(request: web.Request) -> web.Response:
        seen = f"{request.headers['User-Agent']}|{request.headers.get('Cookie')}"
        return web.Response(text=seen, headers={"Set-Cookie": "a=b"})

    async with serving({"/": echo}) as site:
        await http.get(f"{site.url}/", SMALL)
        answer = await http.get(f"{site.url}/", SMALL)
    assert answer.body.decode() == f"Vestnik/{__version__} (+audit)|None"


async def test_a_bad_status_is_an_answer(http: AioHttp) -> None:
    async with serving({"/": web.Response(status=503, body=b"later")}) as site:
        answer = await http.get(f"{site.url}/", SMALL)
    assert (answer.status, answer.body) == (503, b"later")


async def test_redirects_are_followed_and_recorded(http: AioHttp) -> None:
    async with serving({"/": redirect("/a", 301), "/a": redirect("b?x=1"), "/b": "end"}) as site:
        answer = await http.get(f"{site.url}/", SMALL)
    assert answer.url == f"{site.url}/b?x=1"
    assert answer.redirects == (
        Hop(f"{site.url}/", 301, f"{site.url}/a"),
        Hop(f"{site.url}/a", 302, f"{site.url}/b?x=1"),
    )
    assert answer.location is None


async def test_a_redirect_that_is_not_wanted_is_itself_the_answer(http: AioHttp) -> None:
    async with serving({"/": redirect("tg://resolve?domain=x")}) as site:
        answer = await http.get(f"{site.url}/", SMALL, follow=lambda url: url.startswith("http"))
    assert (answer.status, answer.location) == (302, "tg://resolve?domain=x")


@pytest.mark.parametrize(
    "answers",
    [
        {"/": redirect("/")},
        {"/": redirect("/a"), "/a": redirect("/")},
        {f"/{n or ''}": redirect(f"/{n + 1}") for n in range(30)},
    ],
    ids=["itself", "circle", "endless"],
)
async def test_a_redirect_loop_ends_with_what_was_passed(
    http: AioHttp, answers: dict[str, web.Response]
) -> None:
    async with serving(answers) as site:
        problem = await failure(http, f"{site.url}/")
    assert problem.problem is HttpProblem.REDIRECT_LOOP
    assert 1 <= len(problem.redirects) <= SMALL.redirects + 1


async def test_a_huge_page_stops_at_the_limit_with_bounded_memory(http: AioHttp) -> None:
    sent = 0

    async def huge(request: web.Request) -> web.StreamResponse:
        nonlocal sent
        response = web.StreamResponse()
        await response.prepare(request)
        while sent < 1_000_000_000:
            await response.write(b"x" * 65_536)
            sent += 65_536
        return response

    async with serving({"/": huge}) as site:
        tracemalloc.start()
        problem = await failure(http, f"{site.url}/", HttpLimits(body_bytes=1_000_000))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert problem.problem is HttpProblem.TOO_LARGE
    assert sent < 100_000_000
    assert peak < 20_000_000


async def test_an_announced_size_over_the_limit_is_not_even_read(http: AioHttp) -> None:
    words = b"HTTP/1.1 200 OK\r\nContent-Length: 5000000000\r\n\r\nx"
    async with speaking(words, then_wait=True) as url:
        problem = await failure(http, url)
    assert problem.problem is HttpProblem.TOO_LARGE


async def test_a_compression_bomb_stops_at_the_limit_with_bounded_memory(http: AioHttp) -> None:
    bomb = gzip.compress(b"\0" * 100_000_000, 9)
    page = web.Response(body=bomb, headers={"Content-Encoding": "gzip"})
    async with serving({"/": page}) as site:
        tracemalloc.start()
        problem = await failure(http, f"{site.url}/", HttpLimits(body_bytes=1_000_000))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert problem.problem is HttpProblem.TOO_LARGE
    assert peak < 20_000_000


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "bare"])
async def test_compressed_pages_are_unpacked(http: AioHttp, encoding: str) -> None:
    page = b"<p>hello</p>" * 100
    bare = zlib.compressobj(wbits=-15)
    packed = {
        "gzip": gzip.compress(page),
        "deflate": zlib.compress(page),
        "bare": bare.compress(page) + bare.flush(),
    }[encoding]
    named = encoding if encoding != "bare" else "deflate"
    response = web.Response(body=packed, headers={"Content-Encoding": named})
    async with serving({"/": response}) as site:
        assert (await http.get(f"{site.url}/", SMALL)).body == page


@pytest.mark.parametrize(
    ("encoding", "body"),
    [("gzip", b"no gzip at all"), ("gzip", gzip.compress(b"page" * 99)[:-20]), ("zstd", b"x")],
    ids=["broken", "broken off", "unknown"],
)
async def test_a_body_that_does_not_unpack_is_a_bad_answer(http: AioHttp, encoding: str, body: bytes) -> None:
    async with serving({"/": web.Response(body=body, headers={"Content-Encoding": encoding})}) as site:
        assert (await failure(http, f"{site.url}/")).problem is HttpProblem.BAD_ANSWER


@pytest.mark.parametrize(
    "words", [b"220 mail.example ESMTP\r\n", b"HTTP/1.1 200 OK\r\nbroken header\r\n\r\n"]
)
async def test_what_is_not_http_is_a_bad_answer(http: AioHttp, words: bytes) -> None:
    async with speaking(words) as url:
        assert (await failure(http, url)).problem is HttpProblem.BAD_ANSWER


async def test_a_server_that_hangs_up_is_unreachable(http: AioHttp) -> None:
    async with speaking(b"") as url:
        assert (await failure(http, url)).problem is HttpProblem.UNREACHABLE


async def test_a_body_that_breaks_off_is_unreachable_or_bad(http: AioHttp) -> None:
    async with speaking(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf") as url:
        problem = (await failure(http, url)).problem
    assert problem in {HttpProblem.UNREACHABLE, HttpProblem.BAD_ANSWER}


@pytest.mark.parametrize("words", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"])
async def test_a_server_that_says_nothing_more_times_out(http: AioHttp, words: bytes) -> None:
    async with speaking(words, then_wait=True) as url:
        problem = await failure(http, url, HttpLimits(total_s=0.2))
    assert problem.problem is HttpProblem.TIMEOUT


async def test_the_time_limit_covers_all_redirects_together(http: AioHttp) -> None:
    async def slow(request: web.Request) -> web.Response:
        await asyncio.sleep(0.15)
        return redirect(f"{request.path}x")

    async with serving({f"/{'x' * n}": slow for n in range(9)}) as site:
        problem = await failure(http, f"{site.url}/", HttpLimits(total_s=0.4))
    assert problem.problem is HttpProblem.TIMEOUT


async def test_a_closed_port_is_unreachable(http: AioHttp) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/"
        assert (await failure(http, url)).problem is HttpProblem.UNREACHABLE


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0.1.2.3", "169.254.169.254", "10.1.2.3"],
)
async def test_internal_addresses_are_refused_by_name_and_by_number(guarded: AioHttp, host: str) -> None:
    problem = await failure(guarded, f"http://{host}:80/latest/meta-data")
    assert problem.problem is HttpProblem.REFUSED_ADDRESS


async def test_a_redirect_does_not_lead_inside(guarded: AioHttp, monkeypatch: pytest.MonkeyPatch) -> None:
    # The one address of the outside world this test has is 127.0.0.1; all else stays guarded.
    from vestnik.backends import http as module

    monkeypatch.setattr(module, "is_public", lambda address: address == "127.0.0.1" or is_public(address))
    async with serving({"/": redirect("http://169.254.169.254/latest/")}) as site:
        problem = await failure(guarded, f"{site.url}/")
    assert problem.problem is HttpProblem.REFUSED_ADDRESS
    assert problem.redirects[0].location == "http://169.254.169.254/latest/"


async def test_a_name_that_changes_its_address_after_the_check_is_still_refused() -> None:
    """DNS rebinding: the resolver's answer looks public, the socket's address is what counts."""
    async with AioHttp() as client, serving({"/": "inside"}) as site:
        session = client._session(allow_private=False)
        connector = session.connector
        assert connector is not None
        port = int(site.url.rpartition(":")[2])

        class Rebinding:
            async def resolve(self, host: str, port: int = 0, family: int = 0) -> list[dict[str, object]]:
                return [
                    {"hostname": host, "host": "127.0.0.1", "port": port, "family": 2, "proto": 0, "flags": 0}
                ]

            async def close(self) -> None:
                return None

        connector._resolver = Rebinding()  # type: ignore[attr-defined]
        problem = await failure(client, f"http://rebinding.example:{port}/")
    assert problem.problem is HttpProblem.REFUSED_ADDRESS
    assert site.asked == []


async def test_a_permitted_connection_is_not_lent_to_a_guarded_call(guarded: AioHttp) -> None:
    async with serving({"/": "inside"}) as site:
        permitted = HttpLimits(allow_private=True)
        assert (await guarded.get(f"{site.url}/", permitted)).status == 200
        assert (await failure(guarded, f"{site.url}/")).problem is HttpProblem.REFUSED_ADDRESS


@pytest.mark.parametrize(
    "url",
    ["ftp://shop.example/", "file:///etc/passwd", "http://anna:secret@shop.example/", "http:///x", "shop"],
)
async def test_only_plain_web_addresses_are_opened(http: AioHttp, url: str) -> None:
    assert (await failure(http, url)).problem is HttpProblem.BAD_URL


async def test_a_name_nobody_has_is_named_so(http: AioHttp) -> None:
    assert (await failure(http, "http://no-such-host.invalid/")).problem is HttpProblem.NO_SUCH_NAME


async def test_a_certificate_nobody_vouches_for_is_refused_and_an_added_authority_is_trusted(
    tmp_path: Path,
) -> None:
    certificate = self_signed(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    runner = web.ServerRunner(web.Server(lambda _: hello()))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=context).start()
    url = f"https://localhost:{runner.addresses[0][1]}/"
    async with AioHttp(allow_private=True) as stranger:
        assert (await failure(stranger, url)).problem is HttpProblem.TLS
    async with AioHttp(allow_private=True, ca_file=certificate) as friend:
        assert (await friend.get(url, SMALL)).body == b"hello"
    await runner.cleanup()


async def hello() -> web.Response:
    return web.Response(body=b"hello")


def self_signed(folder: Path) -> Path:
    """Write a key and a certificate for localhost into one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime(2020, 1, 1, tzinfo=UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=36_500))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = folder / "localhost.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return path


async def test_a_request_carries_method_headers_and_body_and_follows_nothing(http: AioHttp) -> None:
    async def echo(request: web.Request) -> web.Response:
        body = (await request.read()).decode()
        return web.Response(text=f"{request.method} {request.headers['X-Key']} {body}")

    async with serving({"/send": echo, "/moved": redirect("/send", 307)}) as site:
        answer = await http.request(
            "post", f"{site.url}/send", headers={"X-Key": "k"}, body=b'{"a":1}', limits=SMALL
        )
        moved = await http.request("POST", f"{site.url}/moved", body=b"x", limits=SMALL)
    assert answer.body == b'POST k {"a":1}'
    assert moved.status == 307


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        ("10.0.0.1", False),
        ("100.64.0.1", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("0.1.2.3", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("::", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::a00:1", False),
        ("2002:a00:1::", False),
    ],
)
def test_internal_addresses_are_known_also_inside_others(address: str, public: bool) -> None:
    assert is_public(address) is public


@given(st.ip_addresses(v=4, network="127.0.0.0/8") | st.ip_addresses(v=4, network="10.0.0.0/8"))
def test_no_private_address_hides_in_an_ipv6_form(address: object) -> None:
    assert not is_public(f"::ffff:{address}")
