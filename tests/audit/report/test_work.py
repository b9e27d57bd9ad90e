"""The work to do: equal pieces of many pages are one edit; icons and labels go with their address."""

from dataclasses import replace

from tests.audit.report.sample import LINK, marked, report, whole

from vestnik.audit.model import Place, Severity, Span
from vestnik.audit.report.work import point_views, steps, worries


def at(path: str, excerpt: str = LINK.excerpt, **changes: object) -> object:
    moved = replace(LINK, place=Place(path, 1, 1, Span(0, 26)), excerpt=excerpt, group=path, **changes)  # type: ignore[arg-type]
    return marked(moved, f"{path} {excerpt} {changes}")


def test_equal_pieces_of_many_pages_are_one_edit() -> None:
    made = report(at("a.html"), at("b.html"), at("c.html"), at("d.html", "<a>иначе</a>"))  # type: ignore[arg-type]
    assert [(step.places, step.files) for step in steps(made)] == [(3, 3), (1, 1)]
    [view] = point_views(made)
    assert (view.point.places, view.templates) == (4, 2)


def test_an_icon_goes_with_its_address_and_is_no_place_of_its_own() -> None:
    icon = at("a.html", "icon", rule="DEMO-ICON", part=True, severity=Severity.LOW, target=None)
    [step] = steps(report(at("a.html"), icon))  # type: ignore[arg-type]
    assert (step.places, step.main.rule) == (1, LINK.rule)
    assert step.rules == ("DEMO-ICON", LINK.rule)


def test_an_icon_alone_is_work_too() -> None:
    [step] = steps(report(at("a.html", part=True)))  # type: ignore[arg-type]
    assert step.places == 1


def test_the_most_serious_and_widest_work_comes_first() -> None:
    told = steps(whole())
    order = [(step.severity, step.places) for step in told]
    assert order == sorted(order, reverse=True)
    assert told[0].severity is Severity.CRITICAL


def test_what_does_not_count_is_no_work() -> None:
    assert steps(report(replace(LINK, severity=Severity.INFO))) == []


def test_the_same_form_of_many_pages_is_one_sign() -> None:
    signal = replace(whole().result.signals[0], group="form")
    pages = [
        replace(signal, place=replace(signal.place, path=f"https://lavka.example/{n}")) for n in range(3)
    ]
    [one] = worries(report(signals=tuple(pages)))
    assert (one.places, one.files) == (3, 3)
