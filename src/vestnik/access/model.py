"""The nouns of access: who somebody is, where they belong, what they may do. Pure."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    """What a person or an API key is in a workspace; what a role may do stands in ``permissions.py``."""

    OWNER = "owner"
    COMPLIANCE = "compliance"
    MARKETER = "marketer"
    OPERATOR = "operator"
    AUDITOR = "auditor"


class Permission(StrEnum):
    """One thing that can be permitted; the value is ``area.verb``."""

    OVERVIEW_READ = "overview.read"
    AUDITS_READ = "audits.read"
    AUDITS_RUN = "audits.run"
    FIXES_APPLY = "fixes.apply"
    LAW_READ = "law.read"
    PROFILE_WRITE = "profile.write"
    """To answer who the company is."""
    NORMS_ACCEPT = "norms.accept"
    MESSAGES_READ = "messages.read"
    """The list and the story of a message, addresses masked."""
    MESSAGES_REVEAL = "messages.reveal"
    """Addresses and bodies in clear; each look is written to the view log."""
    MESSAGES_SEND = "messages.send"
    ADVERTISING_SEND = "advertising.send"
    CALLS_REPORT = "calls.report"
    CHATS_READ = "chats.read"
    CHATS_REPLY = "chats.reply"
    CONSENTS_READ = "consents.read"
    CONSENTS_WRITE = "consents.write"
    DOCUMENTS_PUBLISH = "documents.publish"
    REQUESTS_HANDLE = "requests.handle"
    """Requests of people about their own data: export, correction, erasure."""
    TRAINING_READ = "training.read"
    TRAINING_MANAGE = "training.manage"
    LEDGER_READ = "ledger.read"
    EVIDENCE_EXPORT = "evidence.export"
    VIEWS_READ = "views.read"
    """To read who saw what."""
    CHANNELS_READ = "channels.read"
    CHANNELS_WRITE = "channels.write"
    USERS_READ = "users.read"
    USERS_WRITE = "users.write"
    API_KEYS_READ = "api_keys.read"
    API_KEYS_WRITE = "api_keys.write"
    WORKSPACE_WRITE = "workspace.write"


@dataclass(frozen=True, slots=True)
class Principal:
    """Who is asking, and where; made by ``authenticate``, or by ``local`` for this machine's own jobs."""

    workspace_id: str
    role: Role
    user_id: str | None
    api_key_id: str | None
    live: bool
    """False for a test key: what it sends reaches nobody."""
    label: str
    """How logs name the asker: the person's e-mail, the key's name, or the job."""
    permissions: frozenset[Permission] | None = None
    """A narrower set than the role's; None takes the role's."""

    @classmethod
    def local(cls, workspace_id: str, label: str = "cli") -> "Principal":
        """Stand for whoever already holds this machine: the command line and background jobs."""
        return cls(workspace_id, Role.OWNER, user_id=None, api_key_id=None, live=True, label=label)


@dataclass(frozen=True, slots=True)
class Workspace:
    """One company's own space; nothing crosses from one to another."""

    id: str
    slug: str
    name: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class User:
    """A person who can sign in; may belong to several workspaces."""

    id: str
    email: str
    """Lower case."""
    name: str
    language: str
    created_at: datetime
    disabled_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Membership:
    """A person's role in one workspace."""

    workspace_id: str
    user_id: str
    role: Role
    workspace_name: str


@dataclass(frozen=True, slots=True)
class Member:
    """A person together with the role in the workspace asked about."""

    user: User
    role: Role


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in browser. The token itself is never stored."""

    id: str
    user_id: str
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime
    """The absolute end; idleness ends a session sooner."""
    ip: str
    agent: str
    csrf: str
    """Secret of this session's forms."""
    revoked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """A living session, whose it is, and where that person belongs (oldest membership first)."""

    session: Session
    user: User
    memberships: tuple[Membership, ...]


@dataclass(frozen=True, slots=True)
class SignedIn(Visit):
    """A session just begun; the only moment its token is known."""

    token: str


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A program's way in. The secret itself is never stored; ``prefix`` is shown to tell keys apart."""

    id: str
    workspace_id: str
    name: str
    prefix: str
    live: bool
    role: Role
    permissions: frozenset[Permission] | None
    created_by: str | None
    created_at: datetime
    last_used_at: datetime | None = None
    expires_at: datetime | None = None
    revoked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class View:
    """Somebody looked at, or took away, a piece of personal data."""

    id: str
    workspace_id: str
    user_id: str | None
    api_key_id: str | None
    label: str
    action: str
    """``view`` or ``export``."""
    kind: str
    """What was looked at: ``message``, ``person``, ``conversation``…"""
    object_id: str
    at: datetime
