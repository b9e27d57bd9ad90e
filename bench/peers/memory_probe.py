"""Scan one folder and print files, files with findings and the peak of resident memory in bytes, as JSON."""

import json
import resource
import sys
from pathlib import Path

from vestnik.audit.scan import scan_directory

result = scan_directory(Path(sys.argv[1]))
places = {finding.place.path for finding in result.findings if finding.actionable}
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
print(json.dumps({"files": result.files, "places": len(places), "peak": peak}))
