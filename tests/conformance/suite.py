"""What several modules of the suite look at."""

import math
from collections import Counter
from urllib.parse import parse_qs, urlsplit

import httpx

from tests.browsing import Application, answer, authorize_url, decide
from tests.gateway.served import Served
from tests.support import REDIRECT_URI

#: The least entropy that the suite accepts in codes and tokens, by its own estimate.
LEAST_BITS = 96


def estimated_bits(text: str) -> float:
    """Estimate the entropy of a text as the suite does: Shannon's, over the signs that stand in it."""
    counts = Counter(text)
    return -sum(count * math.log2(count / len(text)) for count in counts.values())


def arrival(served: Served, client: Application, **changes: str | None) -> dict[str, str]:
    """Let the member sign in and consent, and return what arrives at the application."""
    path = authorize_url(client.client_id, **changes)
    return answer(decide(served.signed_in(path), path))


def refused_arrival(served: Served, client: Application, **changes: str | None) -> dict[str, str]:
    """Let the member sign in to a request that is refused, and return what arrives at the application."""
    path = authorize_url(client.client_id, **changes)
    response = served.signed_in().get(path)
    parts = urlsplit(response.headers["location"])
    assert response.status_code == 303
    assert (response.headers["location"].startswith(f"{REDIRECT_URI}?"), parts.fragment) == (True, "")
    told = {name: values[0] for name, values in parse_qs(parts.query).items()}
    assert "code" not in told
    assert told["iss"] == served.url
    return told


def stays_on_an_error_page(response: httpx.Response) -> None:
    """Check that the browser is shown what is wrong and sent nowhere."""
    assert response.status_code == 400
    assert response.headers["content-type"].startswith("text/html")
    assert "location" not in response.headers
    assert "refresh" not in response.headers
    assert "code=" not in response.text


def token_error(response: httpx.Response) -> str:
    """Return the error of a token request that was refused."""
    assert response.status_code in {400, 401}
    assert "access_token" not in response.json()
    return str(response.json()["error"])


def good_tokens(response: httpx.Response) -> dict[str, str]:
    """Check the answer to a token request and return the tokens."""
    assert response.status_code == 200, response.text
    assert response.headers["content-type"].partition(";")[0] == "application/json"
    assert response.headers["cache-control"] == "no-store"
    content: dict[str, object] = response.json()
    assert isinstance(content.pop("expires_in"), int)
    tokens = {name: str(value) for name, value in content.items()}
    assert tokens["token_type"].lower() == "bearer"
    for name in ("access_token", "refresh_token"):
        assert name not in tokens or estimated_bits(tokens[name]) >= LEAST_BITS
    return tokens
