"""An address in the configuration of a web server: a redirect or a proxy that leads into a messenger."""

import re
from collections.abc import Iterator
from dataclasses import replace

from vestnik.audit.marks import Sighting, Weight, is_policy, sight_address
from vestnik.audit.model import Carrier, Severity
from vestnik.audit.readers.reading import Reading
from vestnik.law.signatures import LinkRole

_FILES = re.compile(
    r"(?:^|/)(?:\.htaccess|_redirects|Caddyfile|netlify\.toml|vercel\.json|[\w.-]*(?:nginx|httpd|apache2?|vhosts?)[\w.-]*"
    r"|[^/]*\.(?:conf|vhost))$|(?:^|/)(?:nginx|apache2?|httpd|sites-(?:available|enabled)|conf\.d)/[^/]+$",
    re.IGNORECASE,
)
_DIRECTIVE = re.compile(
    r"^\s*(?:.*[;{]\s*)?(?:return|rewrite|proxy_pass|Redirect\w*|RewriteRule|redir|ProxyPass\w*)\b|^\s*/\S*\s+\S*$"
    r"|\b(?:to|destination)[\"']?\s*[=:]\s*[\"']?$",
    re.IGNORECASE,
)
_LOOK_BACK = 400
_LEADS = frozenset({LinkRole.CONTACT, LinkRole.SHARE, LinkRole.API})


def detect(reading: Reading) -> Iterator[Sighting]:
    """Yield addresses to which a server sends its visitors; a security policy is the meta detector's."""
    document = reading.document
    if not _FILES.search(document.path):
        return
    for token in reading.addresses():
        if token.match is None or token.match.role not in _LEADS or is_policy(token, document.text):
            continue
        start, _ = document.line_text(token.start)
        if _DIRECTIVE.search(document.text[max(start, token.start - _LOOK_BACK) : token.start]):
            found = replace(
                sight_address(token, Carrier.NET, Weight.SPECIAL), rule="NET-002", carrier=Carrier.NET
            )
            live = max(found.severity, Severity.HIGH)
            yield found if token.where.commented else replace(found, severity=live)
