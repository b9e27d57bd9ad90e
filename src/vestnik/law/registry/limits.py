"""How much of an export is read before it is refused, and how much of it is kept."""

from typing import Final

MAX_FILE: Final = 1 << 30
"""Bytes of the file itself; the export of September 2026 had 161 million."""
MAX_UNPACKED: Final = 1 << 30
"""Bytes an archived XML may grow to."""
MAX_SHEET_UNPACKED: Final = 256 << 20
"""Bytes all parts of an XLSX may grow to together."""
MAX_PARTS: Final = 500
"""Files inside an archive."""
MAX_COLUMNS: Final = 256
MAX_CELLS: Final = 5_000_000
"""Of the rectangle a sheet spans, empty ones included: that is what reading it costs in memory."""
MAX_RECORDS: Final = 200_000
"""The export of September 2026 had 32,523."""
MAX_FIELD: Final = 20_000
"""Characters of one value."""
MAX_VALUES: Final = 5_000
"""Values of one record."""
MAX_DEPTH: Final = 32
MAX_TOKEN: Final = 1 << 20
"""Bytes of one tag with its attributes."""
MAX_NUMBER: Final = 64
HEADER_ROWS: Final = 10
"""The sheet's header stands within so many rows."""

BATCH: Final = 1_000
"""Rows written in one transaction, so that nobody waits long for the committer."""
KEEP: Final = 6
"""Snapshots, newest first, that keep their products."""
