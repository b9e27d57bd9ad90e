"""People of a workspace: invited, given roles, given passwords, disabled."""

from concurrent.futures import Executor
from typing import Final

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from vestnik.access import store
from vestnik.access.allow import require
from vestnik.access.api_keys import by
from vestnik.access.model import Member, Permission, Principal, Role, User
from vestnik.access.passwords import check_password, hash_password, password_fits
from vestnik.access.tables import memberships, users
from vestnik.kernel.address import AddressKind, parse_address
from vestnik.kernel.core import Core, Tx
from vestnik.kernel.errors import Conflict, InvalidInput, NotAllowed, NotFound
from vestnik.kernel.ids import is_id
from vestnik.kernel.text import N_
from vestnik.ledger import store as ledger
from vestnik.ledger.model import Entry

LANGUAGES: Final = ("ru", "en")
_MAX_NAME: Final = 200
_LIMIT: Final = 1_000


async def create_user(
    core: Core,
    principal: Principal,
    email: str,
    name: str,
    role: Role,
    password: str,
    *,
    pool: Executor | None = None,
) -> Member:
    """Make a person who can sign in to the asker's workspace.

    From this machine's command line an address known from another workspace is let in with the name and
    password it has already; nobody else may touch a person of another workspace.

    Raises:
        NotAllowed: the asker may not manage people.
        InvalidInput: names the field that cannot be.
        Conflict: the address is taken.
    """
    require(principal, Permission.USERS_WRITE)
    email = parse_address(AddressKind.EMAIL, email, field="email").value.lower()
    name = name.strip()
    if not name or len(name) > _MAX_NAME or not name.isprintable():
        raise InvalidInput(N_("Имя — от 1 до %(limit)s печатных знаков.", limit=_MAX_NAME), field="name")
    check_password(password, email=email)
    hashed = await hash_password(password, pool)
    taken = Conflict(N_("Человек с адресом %(email)s уже есть.", email=email), field="email")
    now = core.clock.now()
    fresh = User(core.ids.new(), email, name, LANGUAGES[0], now)

    def work(tx: Tx) -> Member:
        known = store.user_by(tx, users.c.email == email)
        user = known[0] if known else fresh
        if known is None:
            row = {"id": user.id, "email": email, "name": name, "created_at": now}
            tx.execute(sa.insert(users).values(row | {"language": user.language, "password_hash": hashed}))
        elif not _is_local(principal) or store.member(tx, principal.workspace_id, user.id) is not None:
            raise taken
        row = {"workspace_id": principal.workspace_id, "user_id": user.id, "role": role.value}
        tx.execute(sa.insert(memberships).values(row | {"created_at": now}))
        _record(tx, core, principal, "access.role_given", user=user.id, role=role.value)
        return Member(user, role)

    try:
        return await core.db.write(work)
    except IntegrityError as error:  # another process was quicker
        raise taken from error


async def list_users(core: Core, principal: Principal) -> list[Member]:
    """Return the people of the workspace by e-mail, 1000 at most.

    Raises:
        NotAllowed: the asker may not see people.
    """
    require(principal, Permission.USERS_READ)
    return await core.db.read(lambda tx: store.members_of(tx, principal.workspace_id, _LIMIT))


async def find_user(core: Core, principal: Principal, email: str) -> Member:
    """Return the person of this workspace with an e-mail address.

    Raises:
        NotAllowed: the asker may not see people.
        NotFound: no such person in this workspace.
    """
    require(principal, Permission.USERS_READ)

    def query(tx: Tx) -> Member:
        found = store.user_by(tx, users.c.email == email.strip().lower())
        return _present(tx, principal, found[0].id if found else "")

    return await core.db.read(query)


async def change_role(core: Core, principal: Principal, user_id: str, role: Role) -> Member:
    """Give a person another role here and end all their sessions.

    Raises:
        NotAllowed: the asker may not manage people.
        NotFound: no such person in this workspace.
        Conflict: the workspace would lose its last owner.
    """
    require(principal, Permission.USERS_WRITE)

    def work(tx: Tx) -> Member:
        present = _present(tx, principal, user_id)
        if role is present.role:
            return present
        _keep_an_owner(tx, principal, user_id, stays=role is Role.OWNER)
        tx.execute(
            sa.update(memberships)
            .where(
                memberships.c.workspace_id == principal.workspace_id,
                memberships.c.user_id == user_id,
            )
            .values(role=role.value)
        )
        store.end_sessions(tx, user_id, core.clock.now())
        _record(tx, core, principal, "access.role_changed", user=user_id, role=role.value)
        return Member(present.user, role)

    return await core.db.write(work)


async def disable_user(core: Core, principal: Principal, user_id: str) -> None:
    """Close a person's account and end all their sessions; doing it twice is no error.

    Raises:
        NotAllowed: the asker may not manage people, or the person also belongs elsewhere.
        NotFound: no such person in this workspace.
        Conflict: the workspace would lose its last owner.
    """
    require(principal, Permission.USERS_WRITE)
    now = core.clock.now()

    def work(tx: Tx) -> None:
        present = _present(tx, principal, user_id)
        if present.user.disabled_at is not None:
            return
        _only_ours(tx, principal, user_id)
        _keep_an_owner(tx, principal, user_id, stays=False)
        tx.execute(sa.update(users).where(users.c.id == user_id).values(disabled_at=now))
        store.end_sessions(tx, user_id, now)
        _record(tx, core, principal, "access.user_disabled", user=user_id)

    await core.db.write(work)


async def set_password(
    core: Core,
    principal: Principal,
    user_id: str,
    password: str,
    *,
    current: str | None = None,
    pool: Executor | None = None,
) -> None:
    """Set a person's password and end all their sessions.

    People change their own by showing the ``current`` one; others' passwords are set by whoever may manage
    people.

    Raises:
        NotAllowed: neither the person nor a manager, or the person also belongs elsewhere.
        NotFound: no such person in this workspace.
        InvalidInput: the current password does not fit, or the new one is refused.
    """
    own = principal.user_id == user_id
    if not own:
        require(principal, Permission.USERS_WRITE)
    present = await core.db.read(lambda tx: _present(tx, principal, user_id))
    found = await core.db.read(lambda tx: store.user_by(tx, users.c.id == user_id))
    if own and (found is None or not await password_fits(current or "", found[1], pool)):
        raise InvalidInput(N_("Текущий пароль не подходит."), field="current")
    check_password(password, email=present.user.email)
    hashed = await hash_password(password, pool)

    def work(tx: Tx) -> None:
        if not own:
            _only_ours(tx, principal, user_id)
        tx.execute(sa.update(users).where(users.c.id == user_id).values(password_hash=hashed))
        store.end_sessions(tx, user_id, core.clock.now())

    await core.db.write(work)


async def set_language(core: Core, principal: Principal, language: str) -> None:
    """Choose the language in which the asker is spoken to.

    Raises:
        NotAllowed: a key or a job is asking.
        InvalidInput: neither ru nor en.
    """
    if principal.user_id is None:
        raise NotAllowed(N_("Язык выбирает человек."))
    if language not in LANGUAGES:
        raise InvalidInput(N_("Языки интерфейса: ru, en."), field="language")
    chosen = sa.update(users).where(users.c.id == principal.user_id).values(language=language)
    await core.db.write(lambda tx: tx.execute(chosen))


def _is_local(principal: Principal) -> bool:
    return principal.user_id is None and principal.api_key_id is None


def _present(tx: Tx, principal: Principal, user_id: str) -> Member:
    found = store.member(tx, principal.workspace_id, user_id) if is_id(user_id) else None
    if found is None:
        raise NotFound(N_("Такого человека здесь нет."))
    return found


def _only_ours(tx: Tx, principal: Principal, user_id: str) -> None:
    """Refuse to let one workspace's owner take over a person of another one."""
    if not _is_local(principal) and len(store.memberships_of(tx, user_id)) > 1:
        raise NotAllowed(
            N_("Этот человек состоит и в другом рабочем пространстве."),
            hint=N_("Пароль меняет он сам, а учётную запись закрывает администратор сервера: vestnik user."),
        )


def _keep_an_owner(tx: Tx, principal: Principal, user_id: str, *, stays: bool) -> None:
    if not stays and store.living_owners(tx, principal.workspace_id) == {user_id}:
        raise Conflict(
            N_("Это последний владелец рабочего пространства."),
            hint=N_("Сначала назначьте владельцем кого-то ещё."),
        )


def _record(tx: Tx, core: Core, principal: Principal, kind: str, **public: object) -> None:
    entry = Entry(kind, {**public, "by": by(principal)})
    ledger.append(tx, principal.workspace_id, [entry], core.clock.now())
