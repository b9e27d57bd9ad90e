"""Servers, manifests, mail templates, applications and exports: each carrier speaks its own rule."""

import pytest
from tests.audit.finding import every, loud

from vestnik.audit.model import Carrier, Severity, State


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("nginx.conf", "server {\n  location /chat { return 301 https://t.me/shop_bot; }\n}"),
        ("nginx/site.conf", "rewrite ^/wa$ https://wa.me/79161230045 permanent;"),
        ("httpd.conf", "Redirect 301 /chat https://t.me/shop_bot"),
        ("public/.htaccess", "RewriteRule ^chat$ https://wa.me/79161230045 [R=301,L]"),
        ("public/_redirects", "/tg  https://t.me/shop_bot  302"),
        ("vercel.json", '{"redirects":[{"source":"/tg","destination":"https://t.me/shop_bot"}]}'),
        ("netlify.toml", '[[redirects]]\nfrom="/tg"\nto="https://t.me/shop_bot"'),
        ("Caddyfile", "redir /tg https://t.me/shop_bot"),
    ],
)
def test_a_server_that_sends_visitors_to_a_messenger_is_found(path, source) -> None:
    [item] = loud(source, path)
    assert (item.rule, item.carrier, item.severity) == ("NET-002", Carrier.NET, Severity.HIGH)


def test_a_commented_redirect_is_a_note() -> None:
    [item] = every("# return 301 https://t.me/shop_bot;", "nginx.conf")
    assert (item.state, item.severity) == (State.COMMENTED, Severity.INFO)


def test_a_security_policy_is_a_trace_wherever_it_stands() -> None:
    for path in ("nginx.conf", "public/_headers"):
        source = "/*\n  Content-Security-Policy: frame-src https://oauth.telegram.org"
        assert [(item.rule, item.severity) for item in loud(source, path)] == [("NET-001", Severity.LOW)]


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("requirements/prod.txt", "python-telegram-bot>=20"),
        ("constraints.txt", "aiogram==3.4"),
        ("build.gradle", "implementation 'org.telegram:telegrambots:6.9'"),
        ("pom.xml", "<dependency><artifactId>telegrambots</artifactId></dependency>"),
        ("Gemfile", "gem 'telegram-bot-ruby'"),
        ("go.mod", "require github.com/go-telegram-bot-api/telegram-bot-api/v5 v5.5.1"),
        ("composer.json", '{"require":{"viber/viber-bot-php":"*"}}'),
        ("package.json", '{"dependencies":{"@whiskeysockets/baileys":"^6"}}'),
    ],
)
def test_a_dependency_that_speaks_to_a_messenger_is_found_in_every_manifest(path, source) -> None:
    assert [(item.rule, item.severity) for item in loud(source, path)] == [("DEP-001", Severity.MEDIUM)]


def test_confirmation_codes_through_whatsapp_are_critical() -> None:
    source = 'implementation "com.whatsapp.otp:whatsapp-otp-android-sdk:0.1.0"'
    assert [(item.rule, item.severity) for item in loud(source, "build.gradle")] == [
        ("AND-002", Severity.CRITICAL)
    ]


def test_an_android_manifest_names_packages_and_schemes() -> None:
    packages = ("com.whatsapp", "org.telegram.messenger", "com.viber.voip", "com.skype.raider")
    source = "".join(f'<package android:name="{name}"/>' for name in packages)
    source = f'<manifest><queries>{source}<data android:scheme="tg"/></queries></manifest>'
    found = loud(source, "app/AndroidManifest.xml")
    assert [item.rule for item in found] == ["AND-001"] * 5
    assert {item.carrier for item in found} == {Carrier.APP}


def test_an_ios_application_asks_for_schemes_but_facebook_samples_are_none() -> None:
    schemes = "".join(
        f"<string>{name}</string>" for name in ("whatsapp", "tg", "viber", "fbapi", "fb-messenger-share-api")
    )
    source = f"<plist><dict><key>LSApplicationQueriesSchemes</key><array>{schemes}</array></dict></plist>"
    assert [(item.rule, item.platform) for item in loud(source, "Info.plist")] == [
        ("IOS-001", "whatsapp"),
        ("IOS-001", "telegram"),
        ("IOS-001", "viber"),
    ]
    assert not loud("<plist><array><string>tg</string></array></plist>", "Other.plist")


@pytest.mark.parametrize("address", ["*|TELEGRAM|*", "{{tg}}"])
def test_a_social_element_of_a_mail_template_with_a_merge_tag_is_an_offer(address) -> None:
    source = f'<mjml><mj-social><mj-social-element name="telegram" href="{address}" /></mj-social></mjml>'
    [item] = loud(source, "letter.mjml")
    assert (item.rule, item.state, item.severity) == ("ML-001", State.DYNAMIC, Severity.HIGH)


def test_a_link_set_by_a_merge_tag_and_named_after_a_messenger_is_an_offer() -> None:
    [item] = loud('<a href="*|MC:TELEGRAM_URL|*">Telegram</a>', "letter.html")
    assert (item.rule, item.state) == ("LB-001", State.DYNAMIC)


def test_an_export_names_the_account_in_a_tag() -> None:
    source = (
        "<Контрагент><Телеграм>@lavka_fiction</Телеграм><WhatsApp>+7 903 111-22-94</WhatsApp></Контрагент>"
    )
    found = loud(source, "export.xml")
    assert [(item.rule, item.target) for item in found] == [
        ("DA-001", "https://t.me/lavka_fiction"),
        ("DA-001", "https://wa.me/79031112294"),
    ]


def test_a_short_link_matters_when_it_is_named_after_a_messenger() -> None:
    [item] = loud('<a href="https://clck.ru/3AbCdE">Телеграм</a>')
    assert (item.rule, item.severity) == ("RD-LINK-001", Severity.MEDIUM)
    [item] = every('<a href="https://clck.ru/3AbCdE">Чат</a>')
    assert (item.rule, item.severity) == ("RD-LINK-001", Severity.INFO)
