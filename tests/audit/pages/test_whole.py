"""Pages together: the same form once and again, what a browser saw, what the two say of one another."""

from tests.audit.pages.page import FOOTER, NAME_AND_PHONE, SOUND_BOX, form, read, whole

from vestnik.audit.model import Confidence, Severity, Viewport
from vestnik.audit.pages import PageCollector, conclude
from vestnik.audit.pages.collector import MAX_OF_GROUP
from vestnik.audit.render.model import Observed, SeenCookie, SeenForm, SeenRequest

BARE = form(NAME_AND_PHONE)


def cookie(name: str) -> SeenCookie:
    return SeenCookie(name, "mail.example", third_party=True, days=30.0)


def request(url: str, *, third_party: bool = True) -> SeenRequest:
    return SeenRequest(url, url.split("/")[2], "script", "GET", third_party=third_party, sent=True)


def drawn(
    *, box: bool = True, ticked: bool = False, unticked: bool | None = None, sends_to: str = ""
) -> SeenForm:
    return SeenForm(
        ordinal=0,
        action="",
        method="post",
        fields=("name", "phone"),
        visible=True,
        box=box,
        box_checked=ticked if box else None,
        submits_unticked=unticked,
        sends_to=sends_to,
    )


def shown(
    *forms: SeenForm, cookies: tuple[SeenCookie, ...] = (), requests: tuple[SeenRequest, ...] = ()
) -> Observed:
    return Observed(
        "https://shop.example/", "https://shop.example/", Viewport.DESKTOP, cookies, requests, forms
    )


def test_the_same_form_on_many_pages_is_told_of_a_few_times_and_counted() -> None:
    result = whole(*[BARE] * (MAX_OF_GROUP + 5))
    signals = [signal for signal in result.signals if signal.check == "PD-FORM-01"]
    assert len(signals) == MAX_OF_GROUP == len(result.forms)
    assert len({signal.group for signal in signals}) == 1
    assert len({signal.fingerprint for signal in signals}) == MAX_OF_GROUP
    assert sum(f"Таких мест: {MAX_OF_GROUP + 5}." in signal.observed for signal in signals) == 1
    assert {form.group for form in result.forms} == {result.forms[0].group}


def test_fingerprints_outlive_edits_above() -> None:
    before, after = whole(BARE), whole("<p>новое</p>\n" + BARE)
    prints = [{signal.fingerprint for signal in result.signals} for result in (before, after)]
    assert prints[0] == prints[1]


def test_a_form_says_what_it_asks_and_where_it_sends() -> None:
    (seen,) = whole(form(NAME_AND_PHONE + SOUND_BOX)).forms
    assert (seen.data, seen.method, seen.consent) == (("phone", "name"), "post", "box")
    assert seen.action == "https://shop.example/send"
    assert seen.consent_link == "https://shop.example/consent"


def test_a_browser_tells_what_happens_before_any_choice() -> None:
    page = shown(
        cookies=(cookie("tmr_lvid"),),
        requests=(
            request("https://mc.yandex.ru/watch/1"),
            request("https://shop.example/a.js", third_party=False),
        ),
    )
    counter = (
        "<script src='https://mc.yandex.ru/metrika/tag.js'></script><script "
        "src='https://vk.com/js/api/openapi.js'></script>"
    )
    result = conclude([read(counter)], observed=[page])
    (signal,) = (signal for signal in result.signals if signal.check == "PD-COOK-01")
    assert "Яндекс Метрика" in signal.observed
    assert "tmr_lvid" in signal.observed
    assert {tracker.name: tracker.before_choice for tracker in result.trackers} == {
        "Яндекс Метрика": True,
        "Пиксель VK": False,
    }


def test_a_tracker_that_only_a_browser_met_is_a_tracker() -> None:
    page = shown(requests=(request("https://www.google-analytics.com/g/collect"),))
    (tracker,) = conclude([read("<p>x</p>")], observed=[page]).trackers
    assert (tracker.name, tracker.pages, tracker.first_page) == (
        "Google Analytics",
        1,
        "https://shop.example/",
    )


def test_a_browser_settles_what_the_source_left_open() -> None:
    box = (
        '<label><input type="checkbox" name="agree"> Согласие на <a href="/consent">'
        "обработку персональных данных</a></label>"
    )
    page = read(form(NAME_AND_PHONE + box))
    assert "PD-FORM-06" in {signal.check for signal in conclude([page]).signals}
    stopped = conclude([page], observed=[shown(drawn(unticked=False))])
    assert "PD-FORM-06" not in {signal.check for signal in stopped.signals}
    left = conclude([page], observed=[shown(drawn(unticked=True))])
    (signal,) = (signal for signal in left.signals if signal.check == "PD-FORM-06")
    assert (signal.severity, signal.confidence) == (Severity.HIGH, Confidence.HIGH)


def test_a_browser_sees_a_box_ticked_and_where_a_form_goes() -> None:
    seen = drawn(ticked=True, sends_to="https://api.telegram.org/bot/sendMessage")
    found = {signal.check: signal for signal in conclude([], observed=[shown(seen), shown(seen)]).signals}
    assert set(found) == {"PD-FORM-02", "PD-FORM-07"}
    assert found["PD-FORM-07"].severity is Severity.CRITICAL


def test_a_link_to_a_policy_that_is_gone() -> None:
    result = conclude(
        [read(form(NAME_AND_PHONE + SOUND_BOX))],
        missing={"https://shop.example/privacy", "https://shop.example/x"},
    )
    (signal,) = (signal for signal in result.signals if signal.check == "PD-POL-01")
    assert "https://shop.example/privacy" in signal.observed


def test_a_collector_and_a_conclusion_say_the_same() -> None:
    collector = PageCollector()
    pages = [
        read(BARE),
        read(form(NAME_AND_PHONE + SOUND_BOX), "https://shop.example/2"),
        read(FOOTER, "https://shop.example/3"),
    ]
    for page in pages:
        collector.add(page)
    assert collector.finish() == conclude(pages)
    assert collector.finish() == collector.finish()


def test_nothing_is_called_a_violation_or_fined() -> None:
    result = whole(BARE, "<script src='https://www.google-analytics.com/ga.js'></script>" + BARE)
    said = " ".join(f"{signal.observed} {signal.inferred}" for signal in result.signals).lower()
    assert "нарушен" not in said
    assert "штраф" not in said


def test_a_form_that_only_a_browser_draws_is_a_form() -> None:
    result = conclude(
        [read("<div id=root></div>")], observed=[shown(drawn(box=False)), shown(drawn(box=False))]
    )
    (seen,) = result.forms
    assert (seen.data, seen.consent) == (("phone", "name"), "none")
    (signal,) = (signal for signal in result.signals if signal.check == "PD-FORM-01")
    assert signal.confidence is Confidence.LOW
    assert not [
        item for item in conclude([read(BARE)], observed=[shown(drawn())]).forms if item.consent == "box"
    ]


def test_what_the_source_tells_with_its_place_is_not_told_twice() -> None:
    box = (
        '<label><input type="checkbox" checked required> Согласие на <a href="/consent">обработку '
        "персональных данных</a></label>"
    )
    result = conclude([read(form(NAME_AND_PHONE + box))], observed=[shown(drawn(ticked=True))])
    (signal,) = (signal for signal in result.signals if signal.check == "PD-FORM-02")
    assert signal.place.span.end > 0
