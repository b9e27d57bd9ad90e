"""Which role may do what: the one table. What is not written here is denied."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from vestnik.access.model import Permission, Role

_LOOK: Final = frozenset(
    {
        Permission.OVERVIEW_READ,
        Permission.AUDITS_READ,
        Permission.LAW_READ,
        Permission.MESSAGES_READ,
        Permission.CHANNELS_READ,
        Permission.TRAINING_READ,
    }
)
"""What everybody in a workspace may see: no personal data in clear, no secrets."""

PERMISSIONS: Final[Mapping[Role, frozenset[Permission]]] = MappingProxyType(
    {
        Role.OWNER: frozenset(Permission),
        Role.COMPLIANCE: _LOOK
        | {
            Permission.AUDITS_RUN,
            Permission.FIXES_APPLY,
            Permission.PROFILE_WRITE,
            Permission.NORMS_ACCEPT,
            Permission.MESSAGES_REVEAL,
            Permission.CHATS_READ,
            Permission.CONSENTS_READ,
            Permission.CONSENTS_WRITE,
            Permission.DOCUMENTS_PUBLISH,
            Permission.REQUESTS_HANDLE,
            Permission.TRAINING_MANAGE,
            Permission.LEDGER_READ,
            Permission.EVIDENCE_EXPORT,
            Permission.VIEWS_READ,
            Permission.USERS_READ,
            Permission.API_KEYS_READ,
        },
        Role.MARKETER: _LOOK
        | {
            Permission.AUDITS_RUN,
            Permission.MESSAGES_SEND,
            Permission.ADVERTISING_SEND,
            Permission.CONSENTS_READ,
        },
        Role.OPERATOR: _LOOK
        | {
            Permission.MESSAGES_REVEAL,
            Permission.MESSAGES_SEND,
            Permission.CALLS_REPORT,
            Permission.CHATS_READ,
            Permission.CHATS_REPLY,
            Permission.CONSENTS_READ,
            Permission.CONSENTS_WRITE,
        },
        Role.AUDITOR: _LOOK
        | {
            Permission.CONSENTS_READ,
            Permission.LEDGER_READ,
            Permission.EVIDENCE_EXPORT,
            Permission.VIEWS_READ,
            Permission.USERS_READ,
            Permission.API_KEYS_READ,
        },
    }
)
