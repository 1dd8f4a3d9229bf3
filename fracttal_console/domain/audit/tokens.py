"""Events of tokens and codes."""

from fracttal_console.domain.audit.event import Event


class TokensIssued(Event):
    """Tokens were issued to a consumer; `facts` hold grant, permissions and lifetime in seconds."""

    tag = "tokens:issue"


class TokenRevoked(Event):
    """A consumer gave a token back."""

    tag = "tokens:revoke"


class CodeReplayed(Event):
    """An authorization code was redeemed twice: all its tokens are dead."""

    tag = "tokens:code_replay"


class CodeBurnt(Event):
    """An authorization code was tried too often with a wrong verifier."""

    tag = "tokens:code_burn"


class RefreshTokenReused(Event):
    """A superseded refresh token came back: the whole family is dead."""

    tag = "tokens:refresh_reuse"
