"""The page checks: what each looks for, how much it matters, which norms of the pack fit. Pure data."""

from dataclasses import dataclass
from typing import Final

from vestnik.audit.model import Severity

_SEPARATE = "152fz-9-1-separate"
_POLICY = "152fz-18.1-policy"
_ABROAD = ("152fz-18-5", "152fz-12-crossborder")


@dataclass(frozen=True, slots=True)
class Check:
    """One page check; ``norms`` are ids of the law pack and empty where the pack holds none that fits."""

    id: str
    title: str
    severity: Severity
    norms: tuple[str, ...] = ()
    static: bool = True
    """Whether the source alone can show it."""
    rendered: bool = False
    """Whether a browser shows it, or shows it better."""


CHECKS: Final = {
    check.id: check
    for check in (
        Check("PD-FORM-01", "Форма собирает данные, а согласия рядом нет", Severity.HIGH, rendered=True),
        Check("PD-FORM-02", "Флажок согласия отмечен заранее", Severity.HIGH, rendered=True),
        Check(
            "PD-FORM-03", "Из слов о согласии не открыть документ", Severity.HIGH, (_POLICY,), rendered=True
        ),
        Check("PD-FORM-04", "Согласие только словами у кнопки", Severity.MEDIUM, (_SEPARATE,), rendered=True),
        Check(
            "PD-FORM-05",
            "Одно согласие на несколько разных дел",
            Severity.MEDIUM,
            (_SEPARATE, "38fz-18-1"),
            rendered=True,
        ),
        Check("PD-FORM-06", "Форма уходит без отметки о согласии", Severity.HIGH, rendered=True),
        Check("PD-FORM-07", "Куда и как уходят данные формы", Severity.HIGH, _ABROAD, rendered=True),
        Check("PD-FORM-08", "Форма спрашивает больше обычного", Severity.INFO),
        Check("PD-POL-01", "Ссылка на политику и сама политика", Severity.HIGH, (_POLICY,)),
        Check("PD-POL-02", "Разделы политики", Severity.MEDIUM, (_POLICY,)),
        Check("PD-POL-03", "Кто назван оператором", Severity.MEDIUM, (_POLICY,)),
        Check(
            "PD-POL-04",
            "Иностранный мессенджер в политике или согласии",
            Severity.MEDIUM,
            ("152fz-12-crossborder",),
        ),
        Check("PD-POL-05", "Следы чужого образца в политике", Severity.MEDIUM, (_POLICY,)),
        Check("PD-CONS-01", "Согласие не отделено от политики", Severity.HIGH, (_SEPARATE,)),
        Check(
            "PD-COOK-01",
            "Слежение до выбора посетителя",
            Severity.HIGH,
            ("cookies-no-norm",),
            static=False,
            rendered=True,
        ),
        Check(
            "PD-COOK-02", "Плашка о cookie без отказа", Severity.MEDIUM, ("cookies-no-norm",), rendered=True
        ),
        Check("PD-TRK-01", "Иностранная аналитика или реклама", Severity.HIGH, _ABROAD, rendered=True),
        Check(
            "PD-TRK-02",
            "Иностранные шрифты, карты, капча, видео, библиотеки",
            Severity.MEDIUM,
            _ABROAD,
            rendered=True,
        ),
        Check(
            "PD-TRK-03",
            "Счётчик не назван в политике или пишет ввод",
            Severity.MEDIUM,
            (_POLICY,),
            rendered=True,
        ),
        Check(
            "PD-CHAT-01",
            "Чат спрашивает контакты без слов о согласии",
            Severity.MEDIUM,
            static=False,
            rendered=True,
        ),
        Check("PD-SUB-01", "Подписка без своего согласия", Severity.MEDIUM, ("38fz-18-1",)),
        Check("PD-TLS-01", "Защищённое соединение", Severity.MEDIUM),
        Check(
            "PD-HOST-01",
            "Что проверить человеку",
            Severity.INFO,
            ("152fz-18-5", "152fz-22-notify"),
            static=False,
        ),
    )
}
"""Every check by its id, in the order reports list them."""
