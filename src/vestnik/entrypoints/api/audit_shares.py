"""``/v1/audits/{id}/shares``: links by which somebody without an account reads one report."""

from datetime import datetime, timedelta

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from vestnik.access.model import Permission
from vestnik.audit.runs.shares.model import LONGEST, USUAL
from vestnik.audit.runs.shares.model import Share as Shared
from vestnik.audit.runs.shares.share import end_share, list_shares, share_report
from vestnik.entrypoints.api.door import Caller, House
from vestnik.entrypoints.guards import guard

router = APIRouter(tags=["audits"])


class NewShare(BaseModel):
    """For how long, and for whom."""

    model_config = ConfigDict(extra="forbid")

    days: int = Field(default=USUAL.days, ge=1, le=LONGEST.days)
    note: str = Field(default="", max_length=200)


class Share(BaseModel):
    """A link to a report; whom it is for, until when, and how often it was opened."""

    id: str
    note: str
    created_by: str
    created_at: datetime
    expires_at: datetime
    ended_at: datetime | None
    views: int
    viewed_at: datetime | None


class MadeShare(Share):
    """A link just made. ``link`` is told only now; what stands after its ``#`` is the secret."""

    link: str


class Shares(BaseModel):
    """Every link ever made to the report, newest first."""

    shares: list[Share]


@router.post("/audits/{audit_id}/shares", status_code=201)
@guard(Permission.EVIDENCE_EXPORT)
async def post_share(vestnik: House, caller: Caller, audit_id: str, wanted: NewShare) -> MadeShare:
    """Share the report of a finished audit by a link that ends."""
    lasting = timedelta(days=wanted.days)
    made, token = await share_report(vestnik.core, caller, audit_id, lasting=lasting, note=wanted.note)
    return MadeShare(**_share(made).model_dump(), link=f"{vestnik.config.public_url}/r#{token}")


@router.get("/audits/{audit_id}/shares")
@guard(Permission.AUDITS_READ)
async def get_shares(vestnik: House, caller: Caller, audit_id: str) -> Shares:
    """List the links to a report."""
    return Shares(shares=[_share(one) for one in await list_shares(vestnik.core, caller, audit_id)])


@router.delete("/audits/{audit_id}/shares/{share_id}", status_code=204)
@guard(Permission.EVIDENCE_EXPORT)
async def delete_share(vestnik: House, caller: Caller, audit_id: str, share_id: str) -> None:
    """End a link at once."""
    await end_share(vestnik.core, caller, audit_id, share_id)


def _share(one: Shared) -> Share:
    return Share(
        id=one.id,
        note=one.note,
        created_by=one.created_by,
        created_at=one.created_at,
        expires_at=one.expires_at,
        ended_at=one.revoked_at,
        views=one.views,
        viewed_at=one.viewed_at,
    )
