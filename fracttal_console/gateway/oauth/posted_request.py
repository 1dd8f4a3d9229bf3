"""Authorization requests that an application sends as a form (RFC 6749 section 3.1 allows it)."""

from dataclasses import replace

from fracttal_console.gateway.exchange import Request
from fracttal_console.gateway.oauth.clients import FORM


def posted_as_asked(request: Request) -> Request:
    """Return a request that came as a form as the same one in the URL, so that it passes the same checks.

    The forms of our own pages go to the URL of the authorization request that they belong to, and stay as they are.
    """
    form = request.header("content-type").partition(";")[0].strip().lower() == FORM
    if request.method != "POST" or request.query or not form or not request.body.isascii():
        return request
    return replace(request, method="GET", query=request.body.decode("ascii"), body=b"")
