"""Addresses are classified by exact hosts, never by substrings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vestnik.audit.model import ChannelKind, Severity
from vestnik.law.pack import load_pack
from vestnik.law.signatures import LinkRole, Signatures, load


@pytest.fixture(scope="module")
def signatures() -> Signatures:
    return load()


ADDRESSES = [
    ("https://wa.me/79000000001?text=Привет", "WA-LINK-001", "dm_phone", "https://wa.me/79000000001"),
    ("wa.me/+7(900)000-00-01", "WA-LINK-001", "dm_phone", "https://wa.me/79000000001"),
    ("https://wa.me/89000000001", "WA-LINK-001", "dm_phone", "https://wa.me/79000000001"),
    ("https://wa.me/?phone=79000000001", "WA-LINK-001", "dm_phone", "https://wa.me/79000000001"),
    ("https://wa.me/message/ABCDEF", "WA-LINK-002", "dm_phone", "https://wa.me/message/ABCDEF"),
    (
        "https://api.whatsapp.com/send/?phone=%2B79000000001&amp;text=x",
        "WA-LINK-003",
        "dm_phone",
        "https://wa.me/79000000001",
    ),
    (
        "https://web.whatsapp.com/send?phone=79000000001",
        "WA-LINK-004",
        "dm_phone",
        "https://wa.me/79000000001",
    ),
    (
        "https://chat.whatsapp.com/AbCdEf123",
        "WA-LINK-005",
        "group_invite",
        "https://chat.whatsapp.com/AbCdEf123",
    ),
    ("https://whatsapp.com/channel/0029Va", "WA-LINK-005", "channel", "https://whatsapp.com/channel/0029Va"),
    ("whatsapp://send?phone=79000000001", "WA-LINK-006", "dm_phone", "https://wa.me/79000000001"),
    ("whatsapp://+79000000001", "WA-LINK-006", "dm_phone", "https://wa.me/79000000001"),
    (
        "intent://send?phone=79000000001#Intent;scheme=whatsapp;package=com.whatsapp.w4b;end",
        "WA-LINK-006",
        "dm_phone",
        "https://wa.me/79000000001",
    ),
    ("https://wa.link/ab12cd", "WA-LINK-007", "dm_phone", "https://wa.link/ab12cd"),
    ("https://t.me/Some_Shop", "TG-LINK-001", "unknown", "https://t.me/some_shop"),
    ("//t.me/@some_shop", "TG-LINK-001", "unknown", "https://t.me/some_shop"),
    ("https:\\/\\/t.me\\/some_shop", "TG-LINK-001", "unknown", "https://t.me/some_shop"),
    ("https%3A%2F%2Ft.me%2Fsome_shop", "TG-LINK-001", "unknown", "https://t.me/some_shop"),
    ("https://t.me/+79000000001", "TG-LINK-001", "dm_phone", "https://t.me/+79000000001"),
    ("https://t.me/s/some_shop", "TG-LINK-001", "channel", "https://t.me/some_shop"),
    ("https://t.me/shop_bot?start=1", "TG-LINK-002", "bot", "https://t.me/shop_bot"),
    ("https://t.me/joinchat/AAAAabcd", "TG-LINK-003", "group_invite", "https://t.me/+AAAAabcd"),
    ("https://t.me/+AbCd_1234", "TG-LINK-003", "group_invite", "https://t.me/+AbCd_1234"),
    ("https://t.me/m/AbCd", "TG-LINK-004", "dm_user", "https://t.me/m/AbCd"),
    ("https://t.me/some_shop/123", "TG-LINK-005", "post", "https://t.me/some_shop"),
    ("https://t.me/c/1234567/8", "TG-LINK-005", "post", "https://t.me/c/1234567"),
    ("https://some_shop.t.me", "TG-LINK-006", "unknown", "https://t.me/some_shop"),
    ("https://telegram.me/some_shop", "TG-LINK-007", "unknown", "https://t.me/some_shop"),
    ("https://telegram.dog/some_shop", "TG-LINK-007", "unknown", "https://t.me/some_shop"),
    ("http://tlgg.ru/@some_shop", "TG-LINK-008", "unknown", "https://t.me/some_shop"),
    ("https://t-do.ru/resolve?domain=some_shop", "TG-LINK-008", "unknown", "https://t.me/some_shop"),
    ("tg://resolve?domain=some_shop", "TG-LINK-009", "dm_user", "https://t.me/some_shop"),
    ("tg://join?invite=AbCd", "TG-LINK-009", "group_invite", "https://t.me/+AbCd"),
    ("https://telegram.org/", "TG-LINK-010", "unknown", "https://telegram.org"),
    ("viber://chat?number=%2B79000000001", "VB-LINK-001", "dm_phone", "viber://chat?number=+79000000001"),
    ("viber://chat?number=89000000001", "VB-LINK-001", "dm_phone", "viber://chat?number=+79000000001"),
    ("viber://chat?number=%2B+79000000001", "VB-LINK-001", "dm_phone", "viber://chat?number=+79000000001"),
    ("viber://add?number=79000000001", "VB-LINK-002", "dm_phone", "viber://chat?number=+79000000001"),
    ("viber://pa?chatURI=shop", "VB-LINK-003", "bot", "viber://pa?chatURI=shop"),
    ("https://chats.viber.com/shop", "VB-LINK-004", "bot", "https://chats.viber.com/shop"),
    ("viber://+79000000001", "VB-LINK-005", "dm_phone", "viber://chat?number=+79000000001"),
    ("skype:shop.name?chat", "SK-LINK-001", "dm_user", "skype:shop.name"),
    ("https://join.skype.com/invite/AbCdEf", "SK-LINK-002", "group_invite", "https://join.skype.com/AbCdEf"),
    ("https://m.me/shop", "FB-LINK-001", "dm_user", "https://m.me/shop"),
    ("https://signal.me/#p/+79000000001", "SG-LINK-001", "dm_phone", "https://signal.me/p/+79000000001"),
    ("https://discord.gg/AbCd", "DC-LINK-001", "group_invite", "https://discord.gg/AbCd"),
    ("https://discord.com/api/webhooks/1/x", "DC-API-001", "webhook", "https://discord.com/api/webhooks"),
    ("https://u.wechat.com/AbCd", "WC-LINK-001", "dm_user", "https://u.wechat.com/AbCd"),
    ("https://snapchat.com/add/shop", "SC-LINK-001", "dm_user", "https://snapchat.com/add/shop"),
    ("https://threema.id/ABCD1234", "TH-LINK-001", "dm_user", "https://threema.id/ABCD1234"),
    ("https://line.me/R/ti/p/@shop", "LN-LINK-001", "dm_user", "https://line.me/ti/p/@shop"),
    (
        "https://teams.microsoft.com/l/chat/0/0?users=a",
        "MS-LINK-001",
        "dm_user",
        "https://teams.microsoft.com/l",
    ),
    (
        "https://bcrw.apple.com/urn:biz:1234-5678",
        "AP-LINK-001",
        "dm_user",
        "https://bcrw.apple.com/urn:biz:1234-5678",
    ),
    ("sms:open?service=iMessage&recipient=urn:biz:1", "AP-LINK-001", "dm_user", "sms:open?service=iMessage"),
    ("facetime:shop@example.ru", "FT-LINK-001", "dm_user", "facetime:shop@example.ru"),
    ("https://ig.me/m/shop", "IG-LINK-001", "dm_user", "https://ig.me/m/shop"),
    ("https://pf.kakao.com/_abc", "KK-LINK-001", "dm_user", "https://pf.kakao.com/_abc"),
    ("https://us02web.zoom.us/j/123", "VC-LINK-001", "unknown", "https://zoom.us/j/123"),
    ("https://clck.ru/3AbCdE", "RD-LINK-001", "unknown", "https://clck.ru/3AbCdE"),
    ("https://taplink.cc/shop", "RD-LINK-002", "unknown", "https://taplink.cc/shop"),
    ("https://t.me/share/url?url=https://shop.example", "SHR-001", "share", "https://t.me/share/url"),
    ("https://wa.me/?text=x", "SHR-001", "share", "https://wa.me/?text"),
    ("whatsapp://send?text=x", "SHR-001", "share", "https://wa.me/?text"),
    ("viber://forward?text=x", "SHR-001", "share", "viber://forward"),
    ("//code.jivosite.com/widget/AbCd", "WG-JIVO", "unknown", "https://code.jivosite.com"),
    (
        "https://cdn-ru.bitrix24.ru/b1/crm/site_button/loader_1.js",
        "WG-B24",
        "unknown",
        "https://bitrix24.ru/site_button",
    ),
    (
        "https://telegram.org/js/telegram-widget.js?22",
        "WG-TGLOGIN",
        "login",
        "https://telegram.org/js/telegram-widget.js",
    ),
    (
        "https://telegram.org/js/telegram-web-app.js",
        "WG-TGWEBAPP",
        "unknown",
        "https://telegram.org/js/telegram-web-app.js",
    ),
    ("https://api.telegram.org/bot{}/sendMessage", "API-TG-001", "webhook", "https://api.telegram.org"),
    (
        "https://graph.facebook.com/v19.0/123/messages",
        "API-WA-001",
        "webhook",
        "https://graph.facebook.com/messages",
    ),
    (
        "https://api.green-api.com/waInstance1/sendMessage",
        "API-GW-001",
        "webhook",
        "https://api.green-api.com",
    ),
    ("https://api.wazzup24.com/v3/message", "API-GW-002", "webhook", "https://api.wazzup24.com"),
    ("https://chatapi.viber.com/pa/send_message", "API-VB-001", "webhook", "https://chatapi.viber.com"),
]

ADDRESSES += [
    ("https://wa.me/c/AbCd", "WA-LINK-002", "dm_phone", "https://wa.me/message/AbCd"),
    ("https://wa.me/shopname", "WA-LINK-008", "unknown", "https://wa.me/shopname"),
    ("https://www.whatsapp.com/", "WA-LINK-009", "unknown", "https://whatsapp.com"),
    ("https://www.viber.com/ru/", "VB-LINK-006", "unknown", "https://viber.com"),
    ("https://www.skype.com/ru/", "SK-LINK-004", "unknown", "https://skype.com"),
    ("https://discord.com/", "DC-LINK-002", "unknown", "https://discord.com"),
    ("https://www.snapchat.com/", "SC-LINK-002", "unknown", "https://snapchat.com"),
    ("whatsapp:+79000000001", "API-WA-002", "webhook", "whatsapp:+79000000001"),
    ("https://api.chat2desk.com/v1/messages", "API-GW-003", "webhook", "https://api.chat2desk.com"),
    ("https://shop.webhook.office.com/webhookb2/1", "API-MS-001", "webhook", "https://webhook.office.com"),
    (
        "https://static.getbutton.io/widget-send-button/js/init.js",
        "WG-GETBUTTON",
        "unknown",
        "https://getbutton.io",
    ),
    ("https://whatshelp.io/w.js", "WG-WHATSHELP", "unknown", "https://whatshelp.io"),
    ("https://apps.elfsight.com/p/platform.js", "WG-ELFSIGHT", "unknown", "https://apps.elfsight.com"),
    ("https://cdn.envybox.io/widget/cbk.js", "WG-ENVYBOX", "unknown", "https://cdn.envybox.io"),
    ("https://cdn.callibri.ru/callibri.js", "WG-CALLIBRI", "unknown", "https://cdn.callibri.ru"),
    ("https://cdn.callbackkiller.com/w.js", "WG-CBK", "unknown", "https://callbackkiller.com"),
    ("https://embed.tawk.to/1/default", "WG-OTHER", "unknown", "https://embed.tawk.to"),
    ("https://widgetwhats.com/app/1", "WG-WIDGETWHATS", "dm_phone", "https://widgetwhats.com"),
    (
        "https://connect.facebook.net/ru_RU/sdk/xfbml.customerchat.js",
        "WG-FBCHAT",
        "dm_user",
        "https://connect.facebook.net/customerchat",
    ),
]

STRANGERS = [
    "https://static.getbutton.io/img/flag.png",
    "https://bitrix24.ru/prices/",
    "https://www.jivo.ru/blog/",
    "https://connect.facebook.net/ru_RU/sdk.js",
    "https://taplink.cc/privacy",
    "https://outlook.office.com/mail/",
    "https://viber.click.example/79000000001",
    "https://zoom.us/pricing",
    "https://www.instagram.com/shop/",
    "https://snap.licdn.com/x.js",
    "https://line.me.example/R/ti/p/x",
    "viber.shop.example/chat",
    "tg-shop.example/resolve?domain=x",
    "https://rover-it.me/name",
    "https://static.site-chat.me/support/x",
    "https://gent.me/x",
    "https://at.me/x",
    "https://t.me.evil.example/name",
    "https://wa.me.golpe.example/79000000001",
    "https://nott.me/name",
    "https://t.me@evil.example/name",
    "https://vk.com/im?sel=1",
    "https://vk.me/shop",
    "https://ok.ru/shop",
    "https://max.ru/shop",
    "https://rutube.ru/shop",
    "https://dzen.ru/shop",
    "https://graph.facebook.com/v19.0/me/photos",
    "sms:+79000000001",
    "tel:+79000000001",
    "mailto:t.me@shop.example",
    "skype:before",
    "https://online.me/R/ti/p/x",
    "https://shop.example/wa.me",
    "",
    "/",
    "javascript:void(0)",
]


@pytest.mark.parametrize(("address", "rule", "kind", "target"), ADDRESSES)
def test_an_address_of_a_messenger_is_named_by_its_rule(signatures, address, rule, kind, target) -> None:
    match = signatures.classify_url(address)
    assert match is not None
    assert (match.rule, match.kind, match.target) == (rule, kind, target)


def test_every_address_rule_of_the_data_has_an_example(signatures) -> None:
    spoken = {
        rule.rule
        for rules in (*signatures.by_host.values(), *signatures.by_scheme.values())
        for rule in rules
    }
    assert spoken - {rule for _, rule, _, _ in ADDRESSES} == set()


@pytest.mark.parametrize("address", STRANGERS)
def test_other_addresses_are_nobodys(signatures, address) -> None:
    assert signatures.classify_url(address) is None


def test_every_kind_and_severity_of_the_data_is_known_to_the_audit(signatures) -> None:
    for rules in (*signatures.by_host.values(), *signatures.by_scheme.values()):
        for rule in rules:
            assert ChannelKind(rule.kind)
            assert rule.severity is None or Severity[rule.severity.upper()]
    for mark in signatures.marks:
        assert ChannelKind(mark.kind)
        assert Severity[mark.severity.upper()]


def test_parts_known_only_at_run_time_stay_open_in_the_target(signatures) -> None:
    match = signatures.classify_url("https://wa.me/{}?text=x")
    assert match is not None
    assert match.target == "https://wa.me/{}"


@given(
    label=st.from_regex(r"[a-z0-9]([a-z0-9-]{0,10}[a-z0-9])?", fullmatch=True),
    host=st.sampled_from(
        ["t.me", "wa.me", "m.me", "telegram.me", "chats.viber.com", "discord.gg", "line.me"]
    ),
)
def test_a_longer_host_is_never_taken_for_a_messenger(label, host) -> None:
    signatures = _LOADED
    assert (
        signatures.classify_url(f"https://{label}{host}/name") is None
        or f"{label}{host}" in signatures.by_host
    )
    assert signatures.classify_url(f"https://{host}.{label}.example/name") is None
    assert signatures.classify_url(f"https://{label}-{host}/name") is None


@given(st.text(max_size=300))
def test_no_text_breaks_the_classifier(text) -> None:
    match = _LOADED.classify_url(text)
    assert match is None or match.role in LinkRole


def test_data_of_two_loads_is_the_same() -> None:
    assert load().digest == _LOADED.digest


def test_platforms_of_the_regulators_list_are_all_there(signatures) -> None:
    listed = {signs.id for signs in signatures.platforms.values() if signs.basis == "rkn-list"}
    assert listed == {"discord", "ms_teams", "snapchat", "telegram", "threema", "viber", "whatsapp", "wechat"}


_LOADED = load()


def test_platforms_of_the_signatures_are_platforms_of_the_pack(signatures) -> None:
    """Zoom is a call, no messenger; ``several`` stands for widgets whose messengers are set elsewhere."""
    assert set(signatures.platforms) - {"zoom", "several"} <= set(load_pack().platforms)
