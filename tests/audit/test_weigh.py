"""What a finding weighs follows from who the company is and which platform it is, by the pack alone."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from tests.audit.finding import find
from tests.law.asking import AT, BANK, MARKETPLACE, SHOP, UNANSWERED

import vestnik.audit.weigh as module
from vestnik.audit.model import Claim, Confidence, Finding, Place, Severity, Signal, Span
from vestnik.audit.rules.load_rules import load_rules
from vestnik.audit.weigh import PlatformBasis, Standing, basis_of, weigh, weigh_signals, weight_of
from vestnik.kernel.errors import InvalidInput
from vestnik.law.model import NormStatus, Pack
from vestnik.law.pack import load_pack
from vestnik.law.policy.question import Organisation
from vestnik.law.signatures import load

BAN, OLD_BAN, ADS, RISK = "41fz-15-1", "149fz-10-8", "38fz-5-10.7", "152fz-18-5"
ABROAD = "152fz-12-crossborder"
UNDECIDED = Organisation(frozenset({"GOODS_AGGREGATOR"}))
"""On the closed list; the owner has accepted nothing."""
BEFORE = datetime(2025, 5, 1, tzinfo=UTC)

WHATSAPP = '<a href="https://wa.me/79001110022">x</a>'
TELEGRAM = '<a href="https://t.me/some_shop">x</a>'
VIBER = '<a href="viber://chat?number=79001110022">x</a>'
SIGNAL = '<a href="https://signal.me/#p/+79001110022">x</a>'
ZOOM = '<a href="https://zoom.us/j/1234567">x</a>'
JIVO = '<script src="//code.jivosite.com/widget/AbCd"></script>'
SHARE = '<a href="https://t.me/share/url?url=x">x</a>'
POST = '<a href="https://t.me/some_channel/12">x</a>'
LOGIN = '<script src="https://telegram.org/js/telegram-widget.js?22" data-telegram-login="shopbot"></script>'
CONSENT = "<label><input type='checkbox'> Даю согласие на получение сообщений в WhatsApp</label>"
SENDS = "<script>fetch(`https://api.telegram.org/bot${t}/sendMessage`, {body: new FormData(form)})</script>"
PLACEHOLDER = '<a href="https://t.me/username">x</a>'


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack()


def one(source: str) -> Finding:
    (found,) = find(source)
    return found


INFO, LOW, MEDIUM, HIGH, CRITICAL = Severity
TABLE = [
    ("listed, platform on the list", MARKETPLACE, WHATSAPP, HIGH, (BAN, RISK, ADS), Standing.BANNED),
    ("listed, access not restricted", MARKETPLACE, VIBER, HIGH, (BAN, RISK), Standing.BANNED),
    ("listed, platform off the list", MARKETPLACE, SIGNAL, HIGH, (BAN, RISK, ADS), Standing.BANNED),
    ("listed, norm not accepted", UNDECIDED, WHATSAPP, HIGH, (BAN, RISK, ADS), Standing.WARNED),
    ("not listed", SHOP, WHATSAPP, MEDIUM, (RISK, ADS), Standing.OUTSIDE),
    ("not listed, access not restricted", SHOP, VIBER, MEDIUM, (RISK,), Standing.OUTSIDE),
    ("of no class at all", Organisation(frozenset()), TELEGRAM, MEDIUM, (RISK, ADS), Standing.OUTSIDE),
    ("has not said", UNANSWERED, WHATSAPP, HIGH, (BAN, RISK, ADS), Standing.UNSAID),
    ("a platform the pack does not know", MARKETPLACE, ZOOM, MEDIUM, (), Standing.UNKNOWN_PLATFORM),
    ("the same, not listed", SHOP, ZOOM, LOW, (), Standing.OUTSIDE),
    ("a widget with messengers set elsewhere", MARKETPLACE, JIVO, MEDIUM, (), Standing.UNKNOWN_PLATFORM),
    ("the same, not listed", SHOP, JIVO, LOW, (), Standing.OUTSIDE),
    ("a share button", SHOP, SHARE, LOW, (), Standing.ANYBODY),
    ("a placeholder stays low", SHOP, PLACEHOLDER, LOW, (RISK, ADS), Standing.OUTSIDE),
    ("a post", MARKETPLACE, POST, INFO, (ADS,), Standing.ANYBODY),
    ("client data, bank", BANK, SENDS, CRITICAL, (BAN, OLD_BAN, RISK, ABROAD), Standing.BANNED),
    ("client data, marketplace", MARKETPLACE, SENDS, CRITICAL, (BAN, RISK, ABROAD), Standing.BANNED),
    ("client data, not listed", SHOP, SENDS, CRITICAL, (RISK, ABROAD), Standing.OUTSIDE),
    ("client data, has not said", UNANSWERED, SENDS, CRITICAL, (BAN, OLD_BAN, RISK, ABROAD), Standing.UNSAID),
    ("a consent", SHOP, CONSENT, LOW, ("152fz-9-1-separate", "38fz-18-1"), Standing.OUTSIDE),
    ("a login of a shop", SHOP, LOGIN, MEDIUM, ("149fz-8-10-auth", RISK), Standing.ANYBODY),
    ("a login of a marketplace", MARKETPLACE, LOGIN, MEDIUM, (RISK,), Standing.ANYBODY),
]  # fmt: skip


@pytest.mark.parametrize(
    ("organisation", "source", "severity", "norm_ids", "standing"),
    [row[1:] for row in TABLE],
    ids=[f"{place}-{row[0]}" for place, row in enumerate(TABLE)],
)
def test_a_finding_weighs_what_the_pack_says_of_the_company(
    pack: Pack, organisation: Organisation, source: str, severity: Severity, norm_ids, standing: Standing
) -> None:
    finding = one(source)
    (weighed,) = weigh([finding], organisation, pack, AT)
    assert (weighed.severity, weighed.norm_ids) == (severity, norm_ids)
    assert weighed == replace(finding, severity=severity, norm_ids=norm_ids)
    weight = weight_of(finding, organisation, pack, AT)
    assert (weight.severity, weight.norm_ids, weight.standing) == (severity, norm_ids, standing)


def test_before_the_ban_nobody_is_banned_and_after_it_the_listed_are(pack: Pack) -> None:
    (before,) = weigh([one(WHATSAPP)], MARKETPLACE, pack, BEFORE)
    assert before.severity is Severity.MEDIUM
    assert BAN not in before.norm_ids
    (after,) = weigh([one(WHATSAPP)], MARKETPLACE, pack, datetime(2025, 6, 1, tzinfo=UTC))
    assert after.severity is Severity.HIGH
    assert BAN in after.norm_ids


def test_no_norm_is_added_that_the_rule_does_not_name_or_the_pack_does_not_hold(pack: Pack) -> None:
    rules = load_rules().by_id
    findings = [
        finding
        for rule in rules.values()
        for sample in rule.examples
        for finding in find(sample.text, sample.path)
    ]
    assert len(findings) > 100
    for organisation in (BANK, MARKETPLACE, UNDECIDED, SHOP, UNANSWERED):
        for finding, weighed in zip(findings, weigh(findings, organisation, pack, AT), strict=True):
            assert set(weighed.norm_ids) <= set(rules[finding.rule].norms) <= pack.norms.keys()
            assert finding.severity - 1 <= weighed.severity <= finding.severity
            assert weighed.actionable == finding.actionable
            if finding.severity is Severity.CRITICAL:
                assert weighed.severity is Severity.CRITICAL


def test_a_rule_nobody_knows_is_left_alone(pack: Pack) -> None:
    strange = replace(one(WHATSAPP), rule="XX-LINK-009", norm_ids=("41fz-15-1",))
    assert weigh([strange], SHOP, pack, AT) == [strange]
    assert weight_of(strange, SHOP, pack, AT).reason is None


@pytest.mark.parametrize(
    ("organisation", "source", "says"),
    [
        (MARKETPLACE, WHATSAPP, "Вашей организации это запрещает 41-ФЗ, ст. 15 ч. 1."),
        (UNDECIDED, WHATSAPP, "По обзорам"),
        (SHOP, WHATSAPP, "важность ниже на ступень"),
        (SHOP, SENDS, "важность не снижена"),
        (UNANSWERED, WHATSAPP, "Не сказано, кто вы"),
        (MARKETPLACE, ZOOM, "площадки в наборе правил нет"),
        (BANK, SENDS, "41-ФЗ, ст. 15 ч. 1, 149-ФЗ, ст. 10 ч. 8-10"),
    ],
)
def test_the_reason_is_kept_in_words(pack: Pack, organisation: Organisation, source: str, says: str) -> None:
    assert says in str(weight_of(one(source), organisation, pack, AT).reason)


def test_nothing_is_said_where_the_company_changes_nothing(pack: Pack) -> None:
    for source in (SHARE, POST, PLACEHOLDER):
        assert weight_of(one(source), SHOP, pack, AT).reason is None


def test_a_time_without_a_zone_is_refused(pack: Pack) -> None:
    for naive in (weigh, weigh_signals):
        with pytest.raises(InvalidInput) as caught:
            naive([], SHOP, pack, AT.replace(tzinfo=None))
        assert caught.value.field == "at"


@pytest.mark.parametrize(
    ("platform", "basis"),
    [
        ("telegram", PlatformBasis.RKN_LIST),
        ("skype_business", PlatformBasis.RKN_LIST),
        ("skype", PlatformBasis.ARTICLE),
        ("imessage", PlatformBasis.ARTICLE),
        ("signal", PlatformBasis.FOREIGN_OTHER),
        ("zoom", PlatformBasis.FOREIGN_OTHER),
        ("several", PlatformBasis.FOREIGN_OTHER),
        ("max", None),
        ("pigeon", None),
    ],
)
def test_why_a_platform_is_looked_for(pack: Pack, platform: str, basis: PlatformBasis | None) -> None:
    assert basis_of(platform, pack, load()) is basis


def test_the_pack_knows_the_regulators_list_best(pack: Pack) -> None:
    listed = {platform for platform in load().platforms if basis_of(platform, pack, load()) == "rkn-list"}
    assert listed | {"skype_business"} == {one.id for one in pack.platforms.values() if one.on_rkn_list}
    freed = replace(
        pack, platforms={**pack.platforms, "viber": replace(pack.platforms["viber"], on_rkn_list=False)}
    )
    assert basis_of("viber", freed, load()) is PlatformBasis.FOREIGN_OTHER


def signal(check: str) -> Signal:
    place = Place("https://shop.example/", 1, 1, Span(0, 1))
    return Signal(check, Severity.HIGH, Confidence.HIGH, Claim.OBSERVED, place, "Видно.", "Возможно.")


@pytest.mark.parametrize(
    ("check", "organisation", "norm_ids"),
    [
        ("PD-FORM-04", SHOP, ("152fz-9-1-separate",)),
        ("PD-FORM-07", UNANSWERED, (RISK, ABROAD)),
        ("PD-POL-04", SHOP, (ABROAD,)),
        ("PD-TLS-01", SHOP, ()),
        ("PD-NEW-99", SHOP, ()),
    ],
)
def test_signals_get_their_norms_and_keep_their_severity(pack: Pack, check, organisation, norm_ids) -> None:
    (weighed,) = weigh_signals([signal(check)], organisation, pack, AT)
    assert weighed == replace(signal(check), norm_ids=norm_ids)


def test_norms_that_a_signal_brings_are_narrowed_and_none_is_added(pack: Pack) -> None:
    brought = replace(signal("PD-FORM-07"), norm_ids=(BAN, RISK))
    for organisation, left in ((SHOP, (RISK,)), (MARKETPLACE, (BAN, RISK)), (UNANSWERED, (BAN, RISK))):
        assert weigh_signals([brought], organisation, pack, AT)[0].norm_ids == left


def test_the_consent_norm_is_not_named_before_it_began(pack: Pack) -> None:
    (weighed,) = weigh_signals([signal("PD-FORM-04")], SHOP, pack, BEFORE)
    assert weighed.norm_ids == ()


def test_the_table_of_the_module_says_the_statuses_of_the_pack(pack: Pack) -> None:
    rows = dict(re.findall(r"^(\d+fz-\S+) +(\w+) ", module.__doc__ or "", re.MULTILINE))
    assert rows.keys() == {BAN, OLD_BAN, ADS, RISK}
    assert {norm_id: NormStatus(status) for norm_id, status in rows.items()} == {
        norm_id: pack.norms[norm_id].status for norm_id in rows
    }
