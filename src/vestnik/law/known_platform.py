"""A platform by the id that somebody wrote."""

from vestnik.kernel.errors import NotFound
from vestnik.kernel.text import N_
from vestnik.law.model import Pack, Platform


def known_platform(pack: Pack, platform_id: str) -> Platform:
    """Return the platform of the pack with this id.

    Raises:
        NotFound: the pack knows no such platform.
    """
    platform = pack.platforms.get(platform_id)
    if platform is None:
        raise NotFound(
            N_("Площадки «%(platform)s» в наборе правил нет.", platform=platform_id[:64]),
            field="platform_id",
            hint=N_("Список: vestnik law platforms."),
        )
    return platform
