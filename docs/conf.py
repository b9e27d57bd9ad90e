"""How the documentation is built: ``make docs``; a warning is an error."""

import sys
from pathlib import Path

from sphinx.application import Sphinx

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

from vestnik import __version__

project = "Vestnik"
author = "The authors of Vestnik"
release = version = __version__
language = "en"

extensions = ["myst_parser"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
exclude_patterns = ["_build"]
nitpicky = True

html_theme = "furo"
html_title = f"Vestnik {__version__}"
html_copy_source = False
html_show_copyright = False
html_static_path: list[str] = []


def setup(app: Sphinx) -> None:
    from generate import write_all

    app.connect("builder-inited", lambda app: write_all(Path(app.srcdir) / "reference" / "generated"))
