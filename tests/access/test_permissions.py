"""Every role against every permission, written out by hand: a change of the table is a change here."""

import pytest

from vestnik.access.allow import allows, require
from vestnik.access.model import Permission, Principal, Role
from vestnik.access.permissions import PERMISSIONS
from vestnik.kernel.errors import NotAllowed

MATRIX = """
permission          owner compliance marketer operator auditor
overview.read       yes   yes        yes      yes      yes
audits.read         yes   yes        yes      yes      yes
audits.run          yes   yes        yes      no       no
fixes.apply         yes   yes        no       no       no
law.read            yes   yes        yes      yes      yes
profile.write       yes   yes        no       no       no
norms.accept        yes   yes        no       no       no
messages.read       yes   yes        yes      yes      yes
messages.reveal     yes   yes        no       yes      no
messages.send       yes   no         yes      yes      no
advertising.send    yes   no         yes      no       no
calls.report        yes   no         no       yes      no
chats.read          yes   yes        no       yes      no
chats.reply         yes   no         no       yes      no
consents.read       yes   yes        yes      yes      yes
consents.write      yes   yes        no       yes      no
documents.publish   yes   yes        no       no       no
requests.handle     yes   yes        no       no       no
training.read       yes   yes        yes      yes      yes
training.manage     yes   yes        no       no       no
ledger.read         yes   yes        no       no       yes
evidence.export     yes   yes        no       no       yes
views.read          yes   yes        no       no       yes
channels.read       yes   yes        yes      yes      yes
channels.write      yes   no         no       no       no
users.read          yes   yes        no       no       yes
users.write         yes   no         no       no       no
api_keys.read       yes   yes        no       no       yes
api_keys.write      yes   no         no       no       no
workspace.write     yes   no         no       no       no
"""
HEADER, *ROWS = [line.split() for line in MATRIX.strip().splitlines()]
CELLS = [
    (Role(role), Permission(row[0]), word == "yes")
    for row in ROWS
    for role, word in zip(HEADER[1:], row[1:], strict=True)
]


def asker(role: Role, permissions: frozenset[Permission] | None = None) -> Principal:
    return Principal("w", role, "u", None, live=True, label="test", permissions=permissions)


def test_the_matrix_names_every_role_and_permission() -> None:
    assert {(role, permission) for role, permission, _ in CELLS} == {
        (role, permission) for role in Role for permission in Permission
    }


@pytest.mark.parametrize(("role", "permission", "allowed"), CELLS)
def test_a_role_may_do_what_the_matrix_says(role: Role, permission: Permission, allowed: bool) -> None:
    assert allows(asker(role), permission) is allowed
    if allowed:
        require(asker(role), permission)
    else:
        with pytest.raises(NotAllowed, match=permission.value):
            require(asker(role), permission)


@pytest.mark.parametrize("role", Role)
def test_a_narrower_set_takes_away_and_never_gives(role: Role) -> None:
    narrow = frozenset({Permission.MESSAGES_SEND, Permission.USERS_WRITE})
    allowed = {permission for permission in Permission if allows(asker(role, narrow), permission)}
    assert allowed == PERMISSIONS[role] & narrow
    assert not any(allows(asker(role, frozenset()), permission) for permission in Permission)


def test_a_role_that_is_not_in_the_table_may_do_nothing() -> None:
    stranger = Principal("w", "guest", "u", None, live=True, label="test")  # type: ignore[arg-type]
    assert not any(allows(stranger, permission) for permission in Permission)
