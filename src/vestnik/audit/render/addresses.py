"""Addresses as a report may tell them. Pure."""

from urllib.parse import urlsplit

from vestnik.audit.findings import mask_secrets

_MOST = 500


def told(url: str) -> str:
    """Return an address without the values of its query and without a fragment, secrets masked."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return mask_secrets(url)[:_MOST]
    names = "&".join(f"{pair.partition('=')[0]}=" for pair in parts.query.split("&") if pair)
    return mask_secrets(parts._replace(query=names, fragment="").geturl())[:_MOST]


def host_of(url: str) -> str:
    """Return the host of an address in lower case; empty when there is none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
