"""What every client is asked for, whatever language it is written in."""

from dataclasses import dataclass
from typing import Any, Protocol

Values = dict[str, Any]


class Refused(Exception):  # no error of ours: the client says that the server refused
    """A client's own error, by which it tells its application that the server, or the person, refused."""

    def __init__(self, code: str, said: str = "") -> None:
        """Keep what the client said.

        Args:
            code: the OAuth error code.
            said: the client's own words.
        """
        super().__init__(code, said)
        self.code = code


@dataclass(frozen=True)
class Registration:
    """What an application knows of its consumer and of the server; where it signs, the secret is its key (JWK)."""

    url: str
    client_id: str
    secret: str | None
    method: str
    redirect_uri: str
    scope: str

    def values(self) -> Values:
        """Return it for a program in another language."""
        return {
            "url": self.url,
            "client_id": self.client_id,
            "client_secret": self.secret,
            "method": self.method,
            "redirect_uri": self.redirect_uri,
            "scope": self.scope,
        }


class OAuthClient(Protocol):
    """An OAuth client library in the hands of an application; it keeps its verifier, state and tokens."""

    def discover(self) -> Values:
        """Return what it found of the server's metadata."""

    def authorize(self) -> str:
        """Return the URL to which it sends the browser."""

    def exchange(self, came_back: str) -> Values:
        """Take the URL by which the browser came back and return the tokens."""

    def client_credentials(self) -> Values:
        """Return a token for itself."""

    def refresh(self) -> Values:
        """Return new tokens for its refresh token."""

    def introspect(self) -> Values:
        """Return what the server says of its access token."""

    def revoke(self) -> None:
        """Give its access token back."""

    def call(self) -> tuple[int, Values]:
        """Call `/api/user/` with its access token and return status and body."""


@dataclass(frozen=True)
class HawkAnswer:
    """What a Hawk client made of an answer."""

    status: int
    body: Values
    #: it checked `Server-Authorization` and found it good
    genuine: bool
    #: our time, where the server told it and the client found it signed with its key
    time: int | None


class HawkClient(Protocol):
    """A Hawk library in the hands of a program that holds an API key."""

    def send(
        self,
        url: str,
        *,
        payload: str | None = None,
        changed: str | None = None,
        offset: int = 0,
        ext: str | None = None,
    ) -> HawkAnswer:
        """Sign a request, POST with a JSON payload and GET without one, send it and check the answer.

        Args:
            url: what to call.
            payload: what is signed.
            changed: what is sent in its place.
            offset: seconds by which its clock is off.
            ext: data of the program that is signed too.
        """

    def again(self, url: str) -> HawkAnswer:
        """Send the last request a second time."""
