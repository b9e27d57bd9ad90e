"""A web of several hosts on one machine: names lead to little servers, everything else to the real client."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from urllib.parse import urlsplit

from vestnik.backends.http import AioHttp
from vestnik.kernel.http import DEFAULT_LIMITS, Hop, HttpAnswer, HttpLimits


class RoutedHttp:
    """The real client, for which some names are other ports of this machine; remembers every host asked."""

    def __init__(self, client: AioHttp, routes: Mapping[str, str]) -> None:
        self._client = client
        self._routes = routes
        self.hosts: list[str] = []

    async def get(
        self,
        url: str,
        limits: HttpLimits = DEFAULT_LIMITS,
        *,
        headers: Mapping[str, str] | None = None,
        follow: Callable[[str], bool] | None = None,
    ) -> HttpAnswer:
        assert limits.redirects == 0, "the crawl follows redirects itself"
        parts = urlsplit(url)
        self.hosts.append(parts.netloc)
        if parts.netloc not in self._routes:
            return await self._client.get(url, limits, headers=headers, follow=follow)
        front, there = f"{parts.scheme}://{parts.netloc}", self._routes[parts.netloc]
        answer = await self._client.get(
            there + url[len(front) :], replace(limits, allow_private=True), headers=headers
        )
        hops = tuple(Hop(url, hop.status, hop.location.replace(there, front)) for hop in answer.redirects)
        return replace(answer, url=url, redirects=hops)

    async def request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        limits: HttpLimits = DEFAULT_LIMITS,
    ) -> HttpAnswer:
        raise AssertionError(f"a crawl sends nothing: {method} {url}")
