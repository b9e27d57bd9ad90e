"""Made-up people that the tests of this room share."""

from vestnik.access.model import Member, Principal, Role
from vestnik.access.users import create_user
from vestnik.kernel.core import Core

PASSWORD = "четыре слова о погоде"


async def person(
    core: Core, workspace_id: str, role: Role = Role.OWNER, email: str = "anna@romashka.example"
) -> Member:
    return await create_user(core, Principal.local(workspace_id), email, "Анна", role, PASSWORD)


def as_member(workspace_id: str, member: Member) -> Principal:
    return Principal(workspace_id, member.role, member.user.id, None, live=True, label=member.user.email)
