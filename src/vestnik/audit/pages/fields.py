"""What a field of a form asks for: kinds of personal data by type, name, placeholder, label. Pure."""

import re
from typing import Final

PERSONAL: Final = (
    "phone",
    "email",
    "name",
    "address",
    "birth_date",
    "passport",
    "snils",
    "messenger",
    "file",
    "inn",
)
"""Kinds in the order sentences name them; ``free_text`` is none of them."""
IDENTIFYING: Final = frozenset({"phone", "email", "messenger", "passport", "snils", "birth_date"})
"""Kinds that are personal data by themselves; a name or a file alone may be anything."""
MORE_THAN_NEEDED: Final = ("passport", "snils", "birth_date")

_TYPES = {"tel": "phone", "email": "email", "file": "file"}
_AUTOCOMPLETE = {
    "tel": "phone",
    "tel-national": "phone",
    "email": "email",
    "name": "name",
    "given-name": "name",
    "family-name": "name",
    "additional-name": "name",
    "street-address": "address",
    "address-line1": "address",
    "bday": "birth_date",
}
_EDGE = r"(?:^|[\s_\-\[\].:])"
_STOP = r"(?:$|[\s_\-\[\].:\d])"
_IDENTS: Final = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("passport", r"passport|pasport"),
        ("snils", r"snils"),
        ("birth_date", rf"birth|{_EDGE}bday{_STOP}|{_EDGE}dob{_STOP}"),
        ("messenger", r"telegram|whats_?app|viber|skype|discord|messenger"),
        ("email", r"e-?mail|pochta"),
        ("phone", rf"phone|telefon|{_EDGE}(?:user|your|client|form)?_?tel{_STOP}|{_EDGE}mobile|{_EDGE}fone"),
        (
            "name",
            (
                rf"{_EDGE}(?:your|user|client|customer|first|last|full|sur|contact|patient|author|form|f|l)?"
                rf"[_\-]?name{_STOP}|{_EDGE}fio{_STOP}"
                rf"|{_EDGE}(?:imya|familiya|otchestvo|surname|firstname|lastname|fullname)"
            ),
        ),
        (
            "address",
            rf"{_EDGE}(?:delivery_?|street_?|shipping_?|billing_?)?address{_STOP}|{_EDGE}street{_STOP}",
        ),
        ("inn", rf"{_EDGE}inn{_STOP}"),
    )
)
_WORDS: Final = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("passport", r"паспорт|passport|серия и номер"),
        ("snils", r"снилс"),
        ("birth_date", r"дат\w{1,2} (?:вашего )?рожд|день рожд|date of birth|birth ?da(?:y|te)"),
        (
            "email",
            r"e-?mail|имейл|электронн\w+ (?:почт|адрес)|эл\.? ?(?:почт|адрес)|\bпочт[аыу]\b|\bваш\w? почт",
        ),
        ("phone", r"телефон|номер (?:моб|для связи)|\bphone|\+ ?7[\s(_x\d]|\+7$|^8 ?\(|\(_{2,}"),
        ("messenger", r"telegram|whats ?app|viber|skype|телеграм|вайбер|в[ао][тц]с?апп?|мессенджер|никнейм"),
        (
            "name",
            (
                r"\bимя\b(?! (?:файл|домен|сайт|компан|хост|пользоват))|\bимени\b|фамили|отчеств|\bфио\b"
                r"|ф\. ?и\. ?о|как (?:к )?вас|представьтесь"
                r"|(?:your|first|last|full) name|^name\b"
            ),
        ),
        (
            "address",
            r"\bадрес(?:а|у)?\b(?! (?:эл|e-?mail|почт|сайт|страниц|ссыл))|\bулиц[аыу]\b|адрес доставк",
        ),
        ("inn", r"\bинн\b"),
    )
)
_NOT_TYPED = frozenset(
    {"hidden", "submit", "button", "reset", "image", "checkbox", "radio", "range", "color", "password"}
)
_TEXTUAL = frozenset({"", "text", "tel", "email", "search", "number", "url", "date", "file", "textarea"})
_HONEYPOT = re.compile(
    r"honey|(?:^|[\s_-])(?:hp|trap|robot)(?:$|[\s_-])|nospam|antispam|^url(?:$| )|^website|dont_?fill"
)


def kind_of(tag: str, type_: str, idents: str, autocomplete: str, words: str) -> str | None:
    """Name the kind of data a field asks for, or None when it asks for nothing a person types.

    ``idents``: name, id and class-like attributes in lower case; ``words``: folded placeholder, label, title.
    """
    if tag == "textarea":
        return "free_text"
    if tag != "input" or type_ in _NOT_TYPED or type_ not in _TEXTUAL:
        return None
    if known := _TYPES.get(type_) or _AUTOCOMPLETE.get(autocomplete.rpartition(" ")[2]):
        return known
    if type_ == "search":
        return None
    by_words = next((kind for kind, pattern in _WORDS if pattern.search(words)), None)
    by_ident = next((kind for kind, pattern in _IDENTS if pattern.search(idents)), None)
    return by_words or by_ident


def looks_honeypot(idents: str) -> bool:
    """Whether a field's names say that only a robot fills it."""
    return bool(_HONEYPOT.search(idents))
