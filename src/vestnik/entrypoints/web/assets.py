"""The built styles and scripts: which hashed file stands behind a name, and how files are served."""

import json
from pathlib import Path
from typing import Final

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from vestnik.kernel.errors import CannotStart
from vestnik.kernel.text import N_

STATIC: Final = Path(__file__).parent / "static"
URL: Final = "/static"


class Assets:
    """The manifest of the front-end build."""

    def __init__(self, folder: Path = STATIC) -> None:
        """Read ``manifest.json`` of ``folder``.

        Raises:
            CannotStart: the front end was never built.
        """
        self.folder = folder
        try:
            self._files: dict[str, str] = json.loads((folder / "manifest.json").read_text("utf-8"))
        except FileNotFoundError as error:
            raise CannotStart(
                N_("Стили и скрипты консоли не собраны."),
                hint=N_("Выполните: python web/build.py"),
            ) from error

    def url(self, name: str) -> str:
        """Return the address of a built file, for example of ``console.css``; KeyError for an unknown one."""
        return f"{URL}/{self._files[name]}"

    def app(self) -> StaticFiles:
        """Return the application that serves the folder."""
        return _HashedFiles(directory=self.folder)


class _HashedFiles(StaticFiles):
    """Files whose names change with their content may be kept for ever; the rest is asked for again."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        hashed = "-" in path and path.rpartition(".")[2] in {"css", "js", "svg"}
        response.headers["cache-control"] = "public, max-age=31536000, immutable" if hashed else "no-cache"
        return response
