"""What an authorization request asks for that may have been pushed beforehand, for the doctor."""

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import parse_qsl

from fracttal_console.crypto.tokens import digest
from fracttal_console.domain.oauth_consumers import Consumer
from fracttal_console.domain.pushed_requests import REQUEST_URI
from fracttal_console.storage.repositories import Repositories


def asked_for(
    repositories: Repositories, consumer: Consumer, query: Mapping[str, str], now: datetime
) -> Mapping[str, str] | None:
    """Return the parameters that count: `query` itself, or what was pushed; None where that has ended."""
    uri = query.get("request_uri", "")
    if not uri.startswith(REQUEST_URI):
        return query
    pushed = repositories.pushed_requests.find(digest(uri))
    if pushed is None or pushed.consumer_id != consumer.id or not pushed.usable(now):
        return None
    return dict(parse_qsl(pushed.query))
