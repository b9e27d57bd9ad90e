"""Forms and groups of fields → what each asks for and how it asks for agreement. Pure."""

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import turbohtml

from vestnik.audit.pages.consent import IDENT, consent_of
from vestnik.audit.pages.dom import BLOCK_END, around, attr, blocks, span_of, taken_away, value_span, visible
from vestnik.audit.pages.fields import IDENTIFYING, PERSONAL, kind_of, looks_honeypot
from vestnik.audit.pages.model import FoundForm, Purpose
from vestnik.audit.pages.seeds import Seeds
from vestnik.audit.pages.slices import Slice, cover_braces, form_slices
from vestnik.audit.pages.stems import CONTACT, EDITING, LOGIN, MAILING, PASSWORD, SEARCHING, fold
from vestnik.audit.readers.masks import COVER

_BUTTONS = (
    "button[type=submit],input[type=submit]",
    "button:not([type=button]),input[type=image]",
    "button,input[type=button],[role=button]",
    "a[class*=btn],a[class*=button],div[class*=btn],[onclick]",
)
_FIELDS = (
    "input,textarea,select,textfield,field,phoneinput,inputmask,maskedinput,"
    "reactinputmask,imaskinput,formcontrol"
)
_TITLES = "h1,h2,h3,h4,h5,h6,legend"
_COVERS = re.compile(f"{COVER}+")
_COMPONENT = re.compile(r"<([A-Z][\w.]+)")
_IN_CODE = re.compile(IDENT.pattern + r"|соглас|согла[шс]|персональн|конфиденц|userconsent", re.IGNORECASE)
_SEARCH_NAMES: Final = frozenset(
    {
        "q",
        "s",
        "search",
        "query",
        "search_query",
        "searchword",
        "text",
        "find",
        "keyword",
        "search_block_form",
    }
)
_SCRIPTED: Final = (
    "onsubmit",
    "@submit",
    "@submit.prevent",
    "v-on:submit",
    "ng-submit",
    "x-on:submit",
    "on:submit",
    "hx-post",
    "data-ajax",
    "data-remote",
)
_INCLUDES = re.compile(r"(?:@(?:include\w*|component|livewire)\s*\(|\{include\b|<x-|\{\{>)[^\n<>]{0,160}")
"""Parts that a template takes from elsewhere and that are not covered."""
_KEEPS = re.compile(r"(?:сохранить|обновить|изменить|save|update)(?![а-яa-z])")
_CODE = re.compile(r"\{[^{}]*\}|\{\{[^{}]*\}\}|<\?.*?\?>", re.DOTALL)
_TITLE = 60
_FEW = 2
_MAX_FIELDS = 200


@dataclass(frozen=True, slots=True)
class _Field:
    kind: str | None
    name: str
    words: str
    type: str


def read_forms(masked: str, original: str, seeds: Seeds, *, braces: bool) -> list[FoundForm]:
    """Return every form that a visitor could fill in, in order.

    ``masked`` is ``original`` with template code covered, of equal length; ``seeds`` are those of either;
    ``braces``: it is JSX, whose values stand in braces.
    """
    found: list[FoundForm] = []
    for piece in form_slices(masked, seeds):
        source = masked[piece.start : piece.end]
        in_code = _speaks_in_code(source, original[piece.start : piece.end])
        if braces:
            in_code = in_code or any(_IN_CODE.search(name) for name in _COMPONENT.findall(source))
            source = cover_braces(source)
        seen = _read(
            source, piece.form_start - piece.start, piece.form_end - piece.start, piece.tagged, in_code
        )
        if seen is not None:
            found.append(_moved(seen, piece))
    return found


def _moved(seen: FoundForm, piece: Slice) -> FoundForm:
    return FoundForm(
        start=piece.form_start,
        end=piece.form_end,
        base=piece.start,
        title=seen.title,
        purpose=seen.purpose,
        data=seen.data,
        action=seen.action,
        action_start=seen.action_start,
        action_end=seen.action_end,
        method=seen.method,
        said_method=seen.said_method,
        consent=seen.consent,
        key=seen.key,
        tagged=seen.tagged,
        templated=seen.templated,
        words=seen.words,
    )


def _speaks_in_code(masked: str, original: str) -> bool:
    """Whether template code, or the name of an included part, speaks of a consent."""
    if any(IDENT.search(found[0]) for found in _INCLUDES.finditer(original)):
        return True
    return COVER in masked and any(
        _IN_CODE.search(original, found.start(), found.end()) for found in _COVERS.finditer(masked)
    )


@lru_cache(maxsize=2_048)
def _read(source: str, start: int, end: int, tagged: bool, in_code: bool) -> FoundForm | None:
    """Read one slice; the same form on many pages is read once."""
    tree = turbohtml.parse(source, source_locations=True)
    form = tree.select_one("form") if tagged else None
    if tagged and form is None:
        return None
    inside = [node for node in tree.select(_FIELDS)[:_MAX_FIELDS] if start <= span_of(node)[0] < end]
    fields = [_field(tree, node) for node in inside if not _out_of_sight(node)]
    inner = fold(visible(source[start:end]))
    words = fold(blocks(source[start:]))
    button = _button(tree, start, end)
    if not tagged and button is None:
        return None
    data = tuple(kind for kind in (*PERSONAL, "free_text") if any(field.kind == kind for field in fields))
    idents = (
        " ".join(
            (
                attr(form, "class"),
                attr(form, "id"),
                attr(form, "name"),
                attr(form, "action"),
                attr(form, "role"),
            )
        )
        if form is not None
        else ""
    )
    purpose = _purpose(fields, data, idents.lower(), f"{inner} {button or ''}")
    title = _title(tree, start, button or "")
    if _KEEPS.match(button or "") or EDITING.found(fold(title)):
        purpose = Purpose.ACCOUNT
    action = attr(form, "action").strip() if form is not None else ""
    action_span = value_span(source, form, "action") if form is not None else (start, start)
    waits = bool(tree.select("button[disabled],input[type=submit][disabled]"))
    return FoundForm(
        start=start,
        end=end,
        base=0,
        title=title,
        purpose=purpose,
        data=data,
        action=action,
        action_start=action_span[0],
        action_end=action_span[1],
        method=_method(form, action),
        said_method=form is not None and form.attr("method") is not None,
        consent=consent_of(tree, words, source, (start, end), waits=waits, in_code=in_code),
        key=_key(purpose, data, action, inner),
        tagged=tagged,
        templated=COVER in source[start:end],
        words=words.replace(BLOCK_END, " "),
    )


def _key(purpose: Purpose, data: tuple[str, ...], action: str, inner: str) -> str:
    told = "\0".join((purpose, *data, action.partition("?")[0].partition("#")[0], re.sub(r"\d+", "0", inner)))
    return hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:16]


def _field(tree: turbohtml.Document, node: turbohtml.Element) -> _Field:
    type_ = attr(node, "type").lower().strip()
    idents = " ".join(
        attr(node, name)
        for name in ("name", "id", "data-name", "data-tilda-rule", "v-model", "formcontrolname")
    ).lower()
    words = fold(
        " ".join(
            (
                attr(node, "placeholder"),
                attr(node, "aria-label"),
                attr(node, "label"),
                attr(node, "title"),
                _label(tree, node),
            )
        )
    )
    tag = node.tag if node.tag in {"input", "textarea", "select"} else "input"
    if COVER in type_ or type_ not in _KNOWN_TYPES:
        type_ = ""
    kind = kind_of(tag, type_, idents, attr(node, "autocomplete").lower(), words)
    return _Field(kind, attr(node, "name").lower(), words, type_)


_KNOWN_TYPES: Final = frozenset(
    (
        *("text", "tel", "email", "search", "number", "url", "date", "file", "hidden", "submit", "button"),
        *("reset", "image", "checkbox", "radio", "range", "color", "password", "time", "month", "week"),
        "datetime-local",
    )
)


def _label(tree: turbohtml.Document, node: turbohtml.Element) -> str:
    name = attr(node, "id")
    if name and COVER not in name:
        label = tree.find("label", attrs={"for": name})
        if isinstance(label, turbohtml.Element):
            return label.text
    for block in list(around(node, 3))[1:]:
        if len(block.select("input:not([type=hidden]),textarea,select,button")) > 1:
            return ""
        if words := block.text.strip():
            return words[:120]
    return ""


def _out_of_sight(node: turbohtml.Element) -> bool:
    if attr(node, "type").lower() == "hidden" or taken_away(node):
        return True
    idents = f"{attr(node, 'name')} {attr(node, 'id')} {attr(node, 'class')}".lower()
    if looks_honeypot(idents):
        return True
    for block in list(around(node, 2))[1:]:
        if block.tag == "form" or len(block.select("input,textarea,select")) > 1:
            return False
        if taken_away(block) or looks_honeypot(attr(block, "class").lower()):
            return True
    return False


def _button(tree: turbohtml.Document, start: int, end: int) -> str | None:
    """The words on what is pressed to send, or None without one: what says it submits first, links last."""
    for selector in _BUTTONS:
        inside = [node for node in tree.select(selector) if start <= span_of(node)[0] < end]
        if inside:
            node = inside[0] if "onclick" in selector else inside[-1]
            return fold(attr(node, "value") or node.text)[:_TITLE]
    return None


def _purpose(fields: list[_Field], data: tuple[str, ...], idents: str, words: str) -> Purpose:
    passwords = sum(field.type == "password" for field in fields)
    if passwords:
        typed = [field for field in fields if field.type in {"", "text", "tel", "email", "number"}]
        return (
            Purpose.REGISTRATION if passwords > 1 or "name" in data or len(typed) > _FEW else Purpose.ACCOUNT
        )
    strong = IDENTIFYING.intersection(data)
    if len(fields) == 1 and (
        (SEARCHING.found(words) and not CONTACT.found(words)) or "search" in fields[0].name
    ):
        return Purpose.SEARCH
    if not strong and _searches(fields, idents, words):
        return Purpose.SEARCH
    if strong and strong <= {"email", "phone"} and not set(data) - strong and _logs_in(idents, words):
        return Purpose.ACCOUNT
    if (
        "email" in data
        and not set(data) - {"email", "name"}
        and (MAILING.found(words) or re.search(r"subscri|newsletter|podpis", idents))
    ):
        return Purpose.SUBSCRIPTION
    return Purpose.CONTACT if set(data) - {"free_text"} else Purpose.OTHER


def _logs_in(idents: str, words: str) -> bool:
    return (
        PASSWORD.found(words)
        or bool(re.search(r"log-?in|auth|signin|forgot|recover|remind", idents))
        or (LOGIN.found(words) and not CONTACT.found(words))
    )


def _searches(fields: list[_Field], idents: str, words: str) -> bool:
    if "search" in idents or any(field.type == "search" or field.name in _SEARCH_NAMES for field in fields):
        return True
    return len(fields) <= _FEW and (
        SEARCHING.found(words) or any(SEARCHING.found(field.words) for field in fields)
    )


def _method(form: turbohtml.Element | None, action: str) -> str:
    if form is None:
        return "script"
    said = attr(form, "method").lower().strip()
    if said in {"get", "post"}:
        return said
    scripted = any(form.attr(name) is not None for name in _SCRIPTED)
    return "script" if scripted or not action or action.startswith(("#", "javascript")) or said else "get"


def _title(tree: turbohtml.Document, start: int, button: str) -> str:
    """The form's own heading, else the last one before it, else the words on its button."""
    before = ""
    for node in tree.select(_TITLES):
        location = node.source_location
        words = " ".join(_CODE.sub(" ", node.text.replace(COVER, " ")).split())
        if not words or location is None or location.start_tag is None:
            continue
        if location.start_tag.start_offset >= start:
            before = words if location.start_tag.start_offset < start + 1_500 else before
            break
        before = words
    title = before or _CODE.sub(" ", button.replace(COVER, "")).strip().capitalize()
    title = "".join(char for char in title if char.isprintable())
    return title if len(title) <= _TITLE else title[:_TITLE].rsplit(" ", 1)[0] + "…"
