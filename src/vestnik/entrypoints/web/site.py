"""What all pages share: the application, the built assets, the templates in each language."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jinja2 import Environment

from vestnik.entrypoints.i18n import LANGUAGES, Words, words
from vestnik.entrypoints.web.assets import Assets
from vestnik.entrypoints.web.attempts import Attempts
from vestnik.entrypoints.web.render import environment
from vestnik.entrypoints.web.uploads import Uploads

if TYPE_CHECKING:
    from vestnik.app import Vestnik
    from vestnik.kernel.core import Core


@dataclass(frozen=True, slots=True)
class Site:
    """Made once by ``create_console``; of visits it remembers only whose network tried wrong links."""

    vestnik: "Vestnik"
    assets: Assets
    words: Mapping[str, Words]
    environments: Mapping[str, Environment]
    uploads: Uploads
    attempts: Attempts
    """At links of shared reports."""

    @property
    def core(self) -> "Core":
        """What verbs of rooms need."""
        return self.vestnik.core


def make_site(vestnik: "Vestnik") -> Site:
    """Load the assets' manifest, the catalogues and the templates."""
    assets = Assets()
    spoken = {language: words(language) for language in LANGUAGES}
    environments = {name: environment(assets, said) for name, said in spoken.items()}
    return Site(vestnik, assets, spoken, environments, Uploads(), Attempts())
