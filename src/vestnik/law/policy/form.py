"""A question as JSON: read with every field checked, and written so that it can be asked again. Pure.

The shapes are msgspec structs, from which the published schema is made.
"""

import re
from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta, tzinfo
from typing import Annotated, Any, Final, Literal, TypeVar
from zoneinfo import ZoneInfo

import msgspec

from vestnik.kernel.errors import InvalidInput
from vestnik.kernel.text import N_
from vestnik.law.model import Pack, Purpose
from vestnik.law.policy.question import (
    CallFact,
    CallState,
    Company,
    Consent,
    ConsentKind,
    Content,
    Earlier,
    FrequencyCap,
    Initiator,
    Organisation,
    Question,
    QuietHours,
    RecipientKind,
    RecordState,
    Registered,
)

Invites = Callable[[str], frozenset[str]]
"""Which platforms a text invites to."""

MAX_TEXT: Final = 100_000
MAX_LIST: Final = 1_000

_Word = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
_Words = Annotated[list[_Word], msgspec.Meta(max_length=100)]
_Moment = Annotated[datetime, msgspec.Meta(tz=True)]
_ClockTime = Annotated[str, msgspec.Meta(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
_Seconds = Annotated[int, msgspec.Meta(ge=0, le=86_400)]


class _Strict(msgspec.Struct, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """No key goes unnoticed."""


class OrganisationForm(_Strict):
    """Who asks. ``subjects``: codes of «vestnik law subjects»; absent means nobody has answered yet."""

    subjects: _Words | None = None
    accepted_norms: _Words = []
    operator_contract: bool | None = None


class ConsentForm(_Strict):
    """A consent of the recipient; ``channel`` null is any, ``verified`` means the company can prove it."""

    kind: Literal["advertising", "mass_call", "personal_data"]
    channel: _Word | None = None
    given_at: _Moment | None = None
    withdrawn_at: _Moment | None = None
    verified: bool | None = None


class EarlierForm(_Strict):
    """A message that this person was sent before."""

    purpose: Purpose
    at: _Moment


class RecipientForm(_Strict):
    """To whom. ``time_zone`` is a name of the IANA list, ``Asia/Yekaterinburg``."""

    kind: RecipientKind = RecipientKind.CITIZEN
    consents: Annotated[list[ConsentForm], msgspec.Meta(max_length=MAX_LIST)] | None = None
    operator_opt_out: bool | None = None
    time_zone: _Word | None = None
    earlier: Annotated[list[EarlierForm], msgspec.Meta(max_length=MAX_LIST)] | None = None


class CallForm(_Strict):
    """What is known of the recipient's line, and when it was last known."""

    state: CallState = CallState.UNKNOWN
    as_of: _Moment | None = None
    ended_at: _Moment | None = None


class QuietHoursForm(_Strict, rename={"start": "from", "end": "to"}):
    """Hours and minutes of the recipient's day; may span midnight."""

    start: _ClockTime
    end: _ClockTime


class CapForm(_Strict):
    """At most ``limit`` messages of ``purpose`` within ``hours``."""

    purpose: Purpose
    limit: Annotated[int, msgspec.Meta(ge=1, le=MAX_LIST)]
    hours: Annotated[int, msgspec.Meta(ge=1, le=24 * 366)]


class CompanyForm(_Strict):
    """The company's own settings: its policy, not law."""

    quiet_hours: QuietHoursForm | None = None
    frequency_caps: Annotated[list[CapForm], msgspec.Meta(max_length=100)] = []
    hold_codes_during_calls: bool = True
    call_grace_s: _Seconds = 15
    call_fresh_for_s: _Seconds = 7_200


class RegistryForm(_Strict):
    """The platform's record in the registry of Russian software, and the hash of the export."""

    state: RecordState
    hash: _Word


class QuestionForm(_Strict):
    """May this message go? All keys but ``channel``, ``purpose`` and ``at`` may be absent: then unknown.

    ``invites`` stands in for ``text`` where the text itself is not kept.
    """

    channel: _Word
    purpose: Purpose
    at: _Moment
    organisation: OrganisationForm = msgspec.field(default_factory=OrganisationForm)
    recipient: RecipientForm = msgspec.field(default_factory=RecipientForm)
    initiated_by: Literal["company", "client", "recipient", "citizen"] | None = None
    contains: list[Content] | None = None
    call: CallForm = msgspec.field(default_factory=CallForm)
    company: CompanyForm = msgspec.field(default_factory=CompanyForm)
    automated: bool | None = None
    text: Annotated[str, msgspec.Meta(max_length=MAX_TEXT)] | None = None
    invites: _Words | None = None
    registry: RegistryForm | None = None


_decoder: Final = msgspec.json.Decoder(QuestionForm)
_PLACE: Final = re.compile(r"^(?P<what>.*?)(?: - at `(?P<path>[^`]*)`)?$", re.DOTALL)
_ZONE: Final = re.compile(r"[A-Za-z][A-Za-z0-9_+\-]*(/[A-Za-z0-9_+\-]+){0,2}")

V = TypeVar("V")


def parse_question(data: bytes | str, pack: Pack, invites: Invites) -> Question:
    """Read one JSON object.

    Raises:
        InvalidInput: it is no JSON, or a field cannot be used; names the field.
    """
    return question_of(_decoded(lambda: _decoder.decode(data)), pack, invites)


def read_question(plain: Mapping[str, Any], pack: Pack, invites: Invites) -> Question:
    """Read an object that is plain data already; errors as in ``parse_question``."""
    return question_of(_decoded(lambda: msgspec.convert(dict(plain), QuestionForm)), pack, invites)


def _decoded(decode: Callable[[], V]) -> V:
    try:
        return decode()
    except msgspec.DecodeError as error:
        found = _PLACE.match(str(error))
        path = (found["path"] or "") if found else ""
        raise InvalidInput(
            N_("Вопрос не читается: %(what)s.", what=found["what"] if found else str(error)),
            field=path.removeprefix("$").removeprefix(".") or "question",
            hint=N_("Форма вопроса: «vestnik law schema question»."),
        ) from None


def question_of(form: QuestionForm, pack: Pack, invites: Invites) -> Question:
    """Return the question a form holds; errors as in ``parse_question``."""
    _known(form.channel, pack.platforms, "channel")
    for code in form.organisation.subjects or ():
        _known(code, pack.subjects, "organisation.subjects")
    for norm_id in form.organisation.accepted_norms:
        _known(norm_id, pack.norms, "organisation.accepted_norms")
    if form.text is not None and form.invites is not None:
        raise InvalidInput(N_("Нужно одно из двух: «text» или «invites»."), field="invites")
    subjects = form.organisation.subjects
    invited = frozenset(form.invites) if form.invites is not None else None
    return Question(
        organisation=Organisation(
            subjects=frozenset(subjects) if subjects is not None else None,
            accepted_norms=frozenset(form.organisation.accepted_norms),
            operator_contract=form.organisation.operator_contract,
        ),
        platform=form.channel,
        purpose=form.purpose,
        at=form.at,
        recipient=form.recipient.kind,
        initiated_by=_initiator(form.initiated_by),
        contains=None if form.contains is None else frozenset(form.contains),
        consents=_consents(form.recipient.consents, pack),
        operator_opt_out=form.recipient.operator_opt_out,
        time_zone=None if form.recipient.time_zone is None else _zone(form.recipient.time_zone),
        automated=form.automated,
        call=CallFact(form.call.state, form.call.as_of, form.call.ended_at),
        company=_company(form.company),
        earlier=None
        if form.recipient.earlier is None
        else tuple(Earlier(one.purpose, one.at) for one in form.recipient.earlier),
        invites=invites(form.text) if form.text is not None else invited,
        registered=None if form.registry is None else Registered(form.registry.state, form.registry.hash),
    )


def _known(word: str, words: Mapping[str, object], field: str) -> None:
    if word not in words:
        raise InvalidInput(
            N_("«%(word)s» набору правил неизвестно.", word=word),
            field=field,
            hint=N_("Есть: %(words)s.", words=", ".join(words)),
        )


def _initiator(word: str | None) -> Initiator | None:
    if word is None:
        return None
    return Initiator.COMPANY if word == "company" else Initiator.CLIENT


def _consents(forms: list[ConsentForm] | None, pack: Pack) -> tuple[Consent, ...] | None:
    if forms is None:
        return None
    consents = []
    for place, form in enumerate(forms):
        if form.channel is not None:
            _known(form.channel, pack.platforms, f"recipient.consents[{place}].channel")
        consents.append(
            Consent(ConsentKind(form.kind), form.channel, form.given_at, form.withdrawn_at, form.verified)
        )
    return tuple(consents)


def _company(form: CompanyForm) -> Company:
    quiet = None
    if form.quiet_hours is not None:
        quiet = QuietHours(
            time.fromisoformat(form.quiet_hours.start), time.fromisoformat(form.quiet_hours.end)
        )
        if quiet.start == quiet.end:
            raise InvalidInput(
                N_("Тихие часы начинаются и кончаются в одно время."),
                field="company.quiet_hours",
                hint=N_("Уберите их или назовите разные часы."),
            )
    return Company(
        quiet_hours=quiet,
        frequency_caps=tuple(
            FrequencyCap(cap.purpose, cap.limit, timedelta(hours=cap.hours)) for cap in form.frequency_caps
        ),
        hold_codes_during_calls=form.hold_codes_during_calls,
        call_grace=timedelta(seconds=form.call_grace_s),
        call_fresh_for=timedelta(seconds=form.call_fresh_for_s),
    )


def _zone(name: str) -> tzinfo:
    problem = InvalidInput(
        N_("Часового пояса «%(zone)s» нет.", zone=name),
        field="recipient.time_zone",
        hint=N_("Название из списка IANA, например Europe/Moscow или Asia/Yekaterinburg."),
    )
    if not _ZONE.fullmatch(name):
        raise problem
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise problem from None


def write_question(question: Question) -> dict[str, Any]:
    """Return the question as plain data that ``read_question`` reads back to an equal question.

    The text is not in it: what it invites to is enough to ask again.
    """
    company, call = question.company, question.call
    form = QuestionForm(
        channel=question.platform,
        purpose=question.purpose,
        at=question.at,
        organisation=OrganisationForm(
            subjects=None
            if question.organisation.subjects is None
            else sorted(question.organisation.subjects),
            accepted_norms=sorted(question.organisation.accepted_norms),
            operator_contract=question.organisation.operator_contract,
        ),
        recipient=RecipientForm(
            kind=question.recipient,
            consents=None if question.consents is None else [_consent_form(one) for one in question.consents],
            operator_opt_out=question.operator_opt_out,
            time_zone=None if question.time_zone is None else str(question.time_zone),
            earlier=None
            if question.earlier is None
            else [EarlierForm(purpose=one.purpose, at=one.at) for one in question.earlier],
        ),
        initiated_by=None if question.initiated_by is None else question.initiated_by.value,
        contains=None if question.contains is None else sorted(question.contains),
        call=CallForm(state=call.state, as_of=call.as_of, ended_at=call.ended_at),
        company=CompanyForm(
            quiet_hours=None
            if company.quiet_hours is None
            else QuietHoursForm(
                start=company.quiet_hours.start.isoformat("minutes"),
                end=company.quiet_hours.end.isoformat("minutes"),
            ),
            frequency_caps=[
                CapForm(purpose=cap.purpose, limit=cap.limit, hours=cap.window // timedelta(hours=1))
                for cap in company.frequency_caps
            ],
            hold_codes_during_calls=company.hold_codes_during_calls,
            call_grace_s=int(company.call_grace.total_seconds()),
            call_fresh_for_s=int(company.call_fresh_for.total_seconds()),
        ),
        automated=question.automated,
        invites=None if question.invites is None else sorted(question.invites),
        registry=None
        if question.registered is None
        else RegistryForm(state=question.registered.state, hash=question.registered.sha256),
    )
    plain: dict[str, Any] = msgspec.to_builtins(form)
    return plain


def _consent_form(consent: Consent) -> ConsentForm:
    return ConsentForm(
        kind=consent.kind.value,
        channel=consent.channel,
        given_at=consent.given_at,
        withdrawn_at=consent.withdrawn_at,
        verified=consent.verified,
    )
