"""Codes, access tokens and refresh tokens in storage, each under its digest."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update

from fracttal_console.domain.permissions import parse_permissions, store_permissions
from fracttal_console.domain.tokens import FAMILY_BYTES, AccessToken, AuthorizationCode, RefreshToken
from fracttal_console.storage import schema
from fracttal_console.storage.moments import from_stored, to_stored
from fracttal_console.storage.prepared import Executor, Prepared
from fracttal_console.storage.sealed_rows import RowSeal

_KEY_BYTES = 32


class AuthorizationCodes:
    """Repository of authorization codes."""

    _table = schema.authorization_codes
    _insert = Prepared(insert(_table))
    _by_digest = Prepared(select(_table).where(_table.c.digest == bindparam("wanted")))
    # the condition makes using a code up a compare-and-set, whatever the isolation around it
    _use = Prepared(update(_table).where(_table.c.digest == bindparam("which"), _table.c.used_at.is_(None)))
    _burn = Prepared(delete(_table).where(_table.c.digest == bindparam("wanted")))
    _of_authorization = Prepared(delete(_table).where(_table.c.authorization_id == bindparam("authorization")))
    _old = Prepared(delete(_table).where(_table.c.expires_at < bindparam("before")))

    def __init__(self, connection: Executor, seal: RowSeal) -> None:
        self._connection = connection
        self._seal = seal

    def add(self, code: AuthorizationCode) -> None:
        """Store a new code."""
        self._connection.run(self._insert, self._seal.values(self._table, _code_values(code)))

    def find(self, digest: bytes) -> AuthorizationCode | None:
        """Return the code with this digest, used ones too, or None."""
        row = self._connection.first(self._by_digest, {"wanted": digest})
        return None if row is None else self._seal.read(self._table, row, _code)

    def use(self, code: AuthorizationCode, now: datetime) -> bool:
        """Use a code up; tell whether it was unused until now."""
        return self._change(replace(code, used_at=now))

    def count_wrong_verifier(self, code: AuthorizationCode) -> None:
        """Count one more attempt with a wrong verifier."""
        self._change(replace(code, wrong_verifiers=code.wrong_verifiers + 1))

    def drop(self, digest: bytes) -> None:
        """Drop one code."""
        self._connection.run(self._burn, {"wanted": digest})

    def drop_of(self, authorization_id: int) -> None:
        """Drop all codes below an authorization."""
        self._connection.run(self._of_authorization, {"authorization": authorization_id})

    def drop_before(self, moment: datetime) -> int:
        """Drop codes that expired before a moment; return how many."""
        return self._connection.run(self._old, {"before": to_stored(moment)})

    def _change(self, code: AuthorizationCode) -> bool:
        values = self._seal.values(self._table, _code_values(code))
        return self._connection.run(self._use, {**values, "which": code.digest}) == 1


class AccessTokens:
    """Repository of access tokens."""

    _table = schema.access_tokens
    _insert = Prepared(insert(_table))
    _by_digest = Prepared(select(_table).where(_table.c.digest == bindparam("wanted")))
    _one = Prepared(delete(_table).where(_table.c.digest == bindparam("wanted")))
    _of_family = Prepared(
        delete(_table).where(_table.c.family >= bindparam("first"), _table.c.family <= bindparam("last"))
    )
    _of_authorization = Prepared(delete(_table).where(_table.c.authorization_id == bindparam("authorization")))
    _old = Prepared(
        delete(_table).where(
            _table.c.digest.in_(
                select(_table.c.digest).where(_table.c.expires_at < bindparam("before")).limit(bindparam("most"))
            )
        )
    )

    def __init__(self, connection: Executor, seal: RowSeal) -> None:
        self._connection = connection
        self._seal = seal

    def add(self, token: AccessToken) -> None:
        """Store a new access token."""
        values = {
            "digest": token.digest,
            "authorization_id": token.authorization_id,
            "family": token.family,
            "permissions": store_permissions(token.permissions),
            "issued_at": to_stored(token.issued_at),
            "expires_at": to_stored(token.expires_at),
        }
        self._connection.add(self._insert, self._seal.values(self._table, values))

    def find(self, digest: bytes) -> AccessToken | None:
        """Return the access token with this digest, or None."""
        return self._connection.value(self._by_digest, {"wanted": digest}, self._read)

    def drop(self, digest: bytes) -> None:
        """Drop one access token."""
        self._connection.run(self._one, {"wanted": digest})

    def drop_family(self, family: bytes) -> None:
        """Drop all access tokens made from one code."""
        self._connection.run(self._of_family, _all_of(family))

    def drop_of(self, authorization_id: int) -> None:
        """Drop all access tokens below an authorization."""
        self._connection.run(self._of_authorization, {"authorization": authorization_id})

    def drop_before(self, moment: datetime, most: int) -> int:
        """Drop at most `most` access tokens that expired before a moment; return how many."""
        return self._connection.run(self._old, {"before": to_stored(moment), "most": most})

    def _read(self, row: Any) -> AccessToken:
        return self._seal.read(self._table, row, _access_token)


class RefreshTokens:
    """Repository of refresh tokens."""

    _table = schema.refresh_tokens
    _insert = Prepared(insert(_table))
    _by_digest = Prepared(select(_table).where(_table.c.digest == bindparam("wanted")))
    _change_newest = Prepared(
        update(_table).where(_table.c.digest == bindparam("which"), _table.c.superseded_at.is_(None))
    )
    _of_family = Prepared(
        delete(_table).where(_table.c.family >= bindparam("first"), _table.c.family <= bindparam("last"))
    )
    _of_authorization = Prepared(delete(_table).where(_table.c.authorization_id == bindparam("authorization")))
    _old = Prepared(
        delete(_table).where(
            _table.c.digest.in_(
                select(_table.c.digest).where(_table.c.family_expires_at < bindparam("before")).limit(bindparam("most"))
            )
        )
    )

    def __init__(self, connection: Executor, seal: RowSeal) -> None:
        self._connection = connection
        self._seal = seal

    def add(self, token: RefreshToken) -> None:
        """Store a new refresh token."""
        self._connection.add(self._insert, self._seal.values(self._table, _refresh_values(token)))

    def find(self, digest: bytes) -> RefreshToken | None:
        """Return the refresh token with this digest, superseded ones too, or None."""
        return self._connection.value(self._by_digest, {"wanted": digest}, self._read)

    def supersede(self, token: RefreshToken, now: datetime) -> bool:
        """Mark a refresh token as used; tell whether it was the newest of its family until now."""
        values = self._seal.values(self._table, _refresh_values(replace(token, superseded_at=now)))
        return self._connection.run(self._change_newest, {**values, "which": token.digest}) == 1

    def prolong(self, token: RefreshToken, expires_at: datetime) -> None:
        """Let the newest refresh token of a family live on, never longer than its family."""
        longer = replace(token, expires_at=min(expires_at, token.family_expires_at))
        values = self._seal.values(self._table, _refresh_values(longer))
        self._connection.run(self._change_newest, {**values, "which": token.digest})

    def drop_family(self, family: bytes) -> None:
        """Drop all refresh tokens made from one code."""
        self._connection.run(self._of_family, _all_of(family))

    def drop_of(self, authorization_id: int) -> None:
        """Drop all refresh tokens below an authorization."""
        self._connection.run(self._of_authorization, {"authorization": authorization_id})

    def drop_before(self, moment: datetime, most: int) -> int:
        """Drop at most `most` refresh tokens whose family expired before a moment; return how many."""
        return self._connection.run(self._old, {"before": to_stored(moment), "most": most})

    def _read(self, row: Any) -> RefreshToken:
        return self._seal.read(self._table, row, _refresh_token)


def _all_of(family: bytes) -> dict[str, bytes]:
    """Return between which values a family lies, to whatever keys its tokens are bound."""
    first = family[:FAMILY_BYTES]
    return {"first": first, "last": first + b"\xff" * (_KEY_BYTES + 1)}


def _code(row: Any) -> AuthorizationCode:
    return AuthorizationCode(
        digest=row.digest,
        authorization_id=row.authorization_id,
        consumer_id=row.consumer_id,
        family=row.family,
        redirect_uri=row.redirect_uri,
        challenge=row.challenge,
        permissions=parse_permissions(row.permissions),
        issued_at=from_stored(row.issued_at),
        expires_at=from_stored(row.expires_at),
        used_at=from_stored(row.used_at),
        wrong_verifiers=row.wrong_verifiers,
    )


def _code_values(value: AuthorizationCode) -> dict[str, object]:
    return {
        "digest": value.digest,
        "authorization_id": value.authorization_id,
        "consumer_id": value.consumer_id,
        "family": value.family,
        "redirect_uri": value.redirect_uri,
        "challenge": value.challenge,
        "permissions": store_permissions(value.permissions),
        "issued_at": to_stored(value.issued_at),
        "expires_at": to_stored(value.expires_at),
        "used_at": to_stored(value.used_at),
        "wrong_verifiers": value.wrong_verifiers,
    }


def _access_token(row: Any) -> AccessToken:
    return AccessToken(
        digest=row.digest,
        authorization_id=row.authorization_id,
        family=row.family,
        permissions=parse_permissions(row.permissions),
        issued_at=from_stored(row.issued_at),
        expires_at=from_stored(row.expires_at),
    )


def _refresh_token(row: Any) -> RefreshToken:
    return RefreshToken(
        digest=row.digest,
        authorization_id=row.authorization_id,
        family=row.family,
        permissions=parse_permissions(row.permissions),
        issued_at=from_stored(row.issued_at),
        expires_at=from_stored(row.expires_at),
        family_expires_at=from_stored(row.family_expires_at),
        superseded_at=from_stored(row.superseded_at),
    )


def _refresh_values(value: RefreshToken) -> dict[str, object]:
    return {
        "digest": value.digest,
        "authorization_id": value.authorization_id,
        "family": value.family,
        "permissions": store_permissions(value.permissions),
        "issued_at": to_stored(value.issued_at),
        "expires_at": to_stored(value.expires_at),
        "family_expires_at": to_stored(value.family_expires_at),
        "superseded_at": to_stored(value.superseded_at),
    }
