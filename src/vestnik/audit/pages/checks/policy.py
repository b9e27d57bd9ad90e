"""PD-POL-01…05: is a policy linked and readable, what does it hold, whom does it name."""

from collections.abc import Collection, Iterator

from vestnik.audit.model import Claim, Confidence, Severity
from vestnik.audit.pages.links import same_owner
from vestnik.audit.pages.model import Policy, Requisites
from vestnik.audit.pages.policy import SECTIONS
from vestnik.audit.pages.signals import Sign, quoted

_FEW = 4
"""A text with fewer sections than this is not the policy's text at all."""


def unlinked(asking: int, footers: int, *, linked_anywhere: bool, dead: bool, served: bool) -> Sign | None:
    """PD-POL-01: ``asking`` pages ask for data, ``footers`` have a footer, all without a link to a policy.

    ``dead``: some link names a policy and leads nowhere.
    """
    if not linked_anywhere and asking:
        return _nowhere(asking, dead=dead, served=served)
    if asking:
        return Sign(
            "PD-POL-01",
            0,
            0,
            "На странице есть форма со сбором данных, а ссылки на политику нет.",
            "Проверьте, видна ли ссылка на политику рядом с формой или в подвале.",
            "page",
            confidence=Confidence.MEDIUM,
        )
    if footers:
        return Sign(
            "PD-POL-01",
            0,
            0,
            "В подвале страницы нет ссылки на политику.",
            "Удобнее, когда политику можно открыть с любой страницы. Проверьте подвал.",
            "footer",
            severity=Severity.LOW,
            confidence=Confidence.MEDIUM,
        )
    return None


def _nowhere(asking: int, *, dead: bool, served: bool) -> Sign:
    where = "на прочитанных страницах" if served else "в прочитанных файлах"
    what = (
        "Ссылка на политику есть, но никуда не ведёт (пустой адрес или «#»)"
        if dead
        else f"Ссылки на политику обработки персональных данных {where} не нашлось"
    )
    return Sign(
        "PD-POL-01",
        0,
        0,
        f"{what}; формы со сбором данных {where} есть ({asking}).",
        "Похоже, прочитать политику посетителю негде, или ссылка появляется только в браузере. "
        "Проверьте подвал и формы.",
        "site",
        severity=None if served or dead else Severity.MEDIUM,
        confidence=Confidence.MEDIUM if served or dead else Confidence.LOW,
    )


def unreachable(missing: Collection[str]) -> Iterator[Sign]:
    """PD-POL-01 for links to a policy that lead to no page."""
    for url in sorted(missing):
        yield Sign(
            "PD-POL-01",
            0,
            0,
            f"Ссылка на политику ведёт по адресу {quoted(url, 100)}, а страница не открылась.",
            "Похоже, прочитать политику нельзя. Проверьте ссылку.",
            f"missing {url}",
            confidence=Confidence.HIGH,
            claim=Claim.OBSERVED,
        )


def of_policy(policy: Policy, requisites: Requisites, hosts: Collection[str]) -> Iterator[Sign]:
    """Everything one policy shows; ``requisites`` and ``hosts`` are those of the site."""
    if policy.stub:
        yield Sign(
            "PD-POL-01",
            0,
            0,
            f"Текст политики очень короткий: {policy.text_length} знаков.",
            "Похоже, текста на странице нет или он подгружается отдельно. Откройте её в браузере.",
            f"stub {policy.url}",
            severity=Severity.MEDIUM,
            confidence=Confidence.LOW,
        )
        return
    if not policy.russian:
        yield Sign(
            "PD-POL-01",
            0,
            0,
            "Политика написана не по-русски.",
            "Посетителям нужен русский текст. Проверьте, есть ли он рядом.",
            f"language {policy.url}",
            severity=Severity.MEDIUM,
            confidence=Confidence.MEDIUM,
            claim=Claim.OBSERVED,
        )
    yield from _sections(policy)
    yield from _operator(policy, requisites)
    yield from _names(policy)
    yield from _leftovers(policy, hosts)


def _sections(policy: Policy) -> Iterator[Sign]:
    absent = [SECTIONS[name][0] for name, found in policy.sections.items() if not found]
    if not policy.requisites.inn and not policy.requisites.ogrn:
        absent.insert(min(1, len(absent)), "ИНН или ОГРН оператора")
    if absent and len(SECTIONS) - len(absent) >= _FEW:
        yield Sign(
            "PD-POL-02",
            0,
            0,
            f"В политике не нашлось: {', '.join(absent)}.",
            "Слова могут быть другими. Прочитайте политику и проверьте, сказано ли об этом.",
            f"sections {policy.url}",
            confidence=Confidence.MEDIUM if policy.russian else Confidence.LOW,
            severity=None if len(absent) > 1 else Severity.LOW,
        )


def _operator(policy: Policy, site: Requisites) -> Iterator[Sign]:
    for kind, named, shown in (
        ("ИНН", policy.requisites.inn, site.inn),
        ("ОГРН", policy.requisites.ogrn, site.ogrn),
    ):
        if named and shown and not named & shown:
            yield Sign(
                "PD-POL-03",
                0,
                0,
                f"{kind} в политике ({', '.join(sorted(named))}) не совпадает с {kind} на сайте "
                f"({', '.join(sorted(shown)[:5])}).",
                "Похоже, оператор в политике и владелец сайта — разные лица. Проверьте, кто из них "
                "собирает данные.",
                f"{kind} {policy.url}",
                confidence=Confidence.MEDIUM,
                claim=Claim.OBSERVED,
            )
    if policy.requisites.wrong:
        yield Sign(
            "PD-POL-03",
            0,
            0,
            f"В политике есть номер с неверной контрольной цифрой: "
            f"{', '.join(sorted(policy.requisites.wrong)[:5])}.",
            "Похоже, в ИНН или ОГРН опечатка. Сверьте с документами.",
            f"wrong {policy.url}",
            severity=Severity.LOW,
            confidence=Confidence.HIGH,
            claim=Claim.OBSERVED,
        )


def _names(policy: Policy) -> Iterator[Sign]:
    if policy.messengers:
        yield Sign(
            "PD-POL-04",
            0,
            0,
            f"В политике названы иностранные мессенджеры: {', '.join(policy.messengers)}.",
            "Возможно, политика разрешает общение или передачу данных через них. Прочитайте эти места и "
            "перепишите, если канал закрыт.",
            f"messengers {policy.url}",
            confidence=Confidence.MEDIUM,
            claim=Claim.OBSERVED,
        )


def _leftovers(policy: Policy, hosts: Collection[str]) -> Iterator[Sign]:
    other = [site for site in policy.sites if hosts and not any(same_owner(site, host) for host in hosts)]
    left = [*policy.leftovers, *other]
    if left:
        yield Sign(
            "PD-POL-05",
            0,
            0,
            f"В политике остались следы образца или другого сайта: "
            f"{', '.join(f'«{quoted(item, 60)}»' for item in left[:5])}.",
            "Похоже, чужой текст заполнили не до конца. Проверьте имена, адреса и пропуски.",
            f"leftovers {policy.url}",
            confidence=Confidence.MEDIUM if policy.leftovers else Confidence.LOW,
            claim=Claim.OBSERVED,
        )
