"""The table of checks, the tables of hosts, and the pack of norms agree."""

import re

from vestnik.audit.pages.catalogue import CHECKS
from vestnik.audit.pages.hosts import recipients, trackers
from vestnik.audit.pages.policy import read_policy
from vestnik.audit.pages.stems import fold
from vestnik.law.pack import load_pack

NAMES = (
    *(
        "PD-FORM-01",
        "PD-FORM-02",
        "PD-FORM-03",
        "PD-FORM-04",
        "PD-FORM-05",
        "PD-FORM-06",
        "PD-FORM-07",
        "PD-FORM-08",
    ),
    *(
        "PD-POL-01",
        "PD-POL-02",
        "PD-POL-03",
        "PD-POL-04",
        "PD-POL-05",
        "PD-CONS-01",
        "PD-COOK-01",
        "PD-COOK-02",
    ),
    *("PD-TRK-01", "PD-TRK-02", "PD-TRK-03", "PD-CHAT-01", "PD-SUB-01", "PD-TLS-01", "PD-HOST-01"),
)
KINDS = {"analytics", "ads", "pixel", "font", "captcha", "map", "video", "cdn", "chat"}


def test_every_check_of_the_catalogue_is_here() -> None:
    assert tuple(CHECKS) == NAMES
    assert all(check.static or check.rendered or check.id == "PD-HOST-01" for check in CHECKS.values())


def test_norms_are_norms_of_the_pack_and_no_penalties() -> None:
    pack = load_pack().norms
    named = {norm for check in CHECKS.values() for norm in check.norms}
    assert named <= set(pack)
    assert {str(pack[norm].kind) for norm in named} <= {"norm", "interpretation", "guidance"}


def test_tables_of_hosts_are_sound() -> None:
    for table in (trackers(), recipients()):
        for service in table.by_name.values():
            for address in service.hosts:
                host, slash, path = address.partition("/")
                assert re.fullmatch(r"(?:[a-z0-9-]+\.)+[a-z]{2,}", host), address
                found = table.of(host, slash + path)
                assert found is not None
                assert found.name == service.name, address
    assert {service.kind for service in trackers().by_name.values()} == KINDS


def test_words_that_disclose_a_tracker_are_folded() -> None:
    for service in trackers().by_name.values():
        assert service.disclosed_by
        for word in service.disclosed_by:
            assert word == fold(word)
            assert word in read_policy(f"Мы используем {word}.", "x").folded


def test_a_host_is_matched_with_what_is_below_it_and_nothing_else() -> None:
    table = trackers()
    assert table.of("region1.google-analytics.com", "/g/collect") is not None
    assert table.of("notgoogle-analytics.com", "/") is None
    assert table.of("google-analytics.com.evil.example", "/") is None
    assert table.of("www.google.com", "/search") is None
    assert table.of("www.google.com", "/recaptcha/api.js") is not None
