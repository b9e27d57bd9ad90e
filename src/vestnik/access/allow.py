"""The one question every verb asks before it acts."""

from vestnik.access.model import Permission, Principal
from vestnik.access.permissions import PERMISSIONS
from vestnik.kernel.errors import NotAllowed
from vestnik.kernel.text import N_


def require(principal: Principal, permission: Permission) -> None:
    """Return quietly when ``principal`` may do this.

    Raises:
        NotAllowed: the role, or the narrower set of an API key, does not hold the permission.
    """
    if not allows(principal, permission):
        raise NotAllowed(
            N_(
                "Роль «%(role)s» не даёт права «%(permission)s».",
                role=principal.role.value,
                permission=permission.value,
            ),
            hint=N_("Попросите владельца рабочего пространства дать вам другую роль."),
        )


def allows(principal: Principal, permission: Permission) -> bool:
    """Tell whether ``principal`` may do this, for pages that show only what can be done."""
    if principal.permissions is not None and permission not in principal.permissions:
        return False
    return permission in PERMISSIONS.get(principal.role, frozenset())
