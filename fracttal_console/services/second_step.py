"""The second step of signing in: who is asked for a code, and whether it is the right one."""

from fracttal_console.crypto.sealing import Sealer
from fracttal_console.crypto.tokens import digest
from fracttal_console.crypto.totp import looks_like_totp, matching_step, recovery_code_text
from fracttal_console.domain.errors import RowTampered, TotpNeeded, TotpWrong
from fracttal_console.domain.second_factors import Totp
from fracttal_console.domain.secrets import SecretText
from fracttal_console.services.use_case import Work
from fracttal_console.storage.repositories import Repositories

TOTP = "totp"
RECOVERY_CODE = "recovery_code"
_PLACE = {"table": "totp", "purpose": "secret"}


class SecondStep:
    """Check codes, each of which opens something once."""

    def __init__(self, sealer: Sealer) -> None:
        self._sealer = sealer

    def asked_of(self, repositories: Repositories, person_id: int) -> bool:
        """Tell whether a person signs in with a code as well.

        Raises:
            RowTampered: a code is asked for, and the secret of which it would be is not there.
        """
        return _confirmed(repositories, person_id) is not None

    def take(self, work: Work, person_id: int, code: SecretText | None) -> str:
        """Use a code up, where the person needs one, and return which kind it was; "" where none is asked for.

        Raises:
            TotpNeeded: none was given.
            TotpWrong: it is wrong, of another time, or was used already.
        """
        totp = _confirmed(work.repositories, person_id)
        if totp is None:
            return ""
        if code is None:
            raise TotpNeeded(person_id, work.now)
        if looks_like_totp(code.reveal()):
            self.take_totp(work, totp, code)
            return TOTP
        known = work.recovery_codes.find(digest(recovery_code_text(code.reveal(), person_id)))
        if known is None or known.person_id != person_id or known.used_at is not None:
            raise TotpWrong
        work.recovery_codes.save(known.used(work.now))
        return RECOVERY_CODE

    def take_totp(self, work: Work, totp: Totp, code: SecretText) -> None:
        """Use the code of a device up; a secret that is not confirmed yet has codes as well.

        Raises:
            TotpWrong: it is wrong, of another time, or was used already.
        """
        step = matching_step(self.secret(totp), code.reveal(), work.now.timestamp())
        if step is None or not work.totps.take_step(totp.person_id, step):
            raise TotpWrong

    def sealed(self, secret: bytes, person_id: int) -> bytes:
        """Return the secret of a person as it is stored."""
        return self._sealer.seal(secret, row=str(person_id), **_PLACE)

    def secret(self, totp: Totp) -> bytes:
        """Return the secret in clear.

        Raises:
            RowTampered: it is not the one that was sealed.
        """
        return self._sealer.open(totp.sealed, row=str(totp.person_id), **_PLACE)


def _confirmed(repositories: Repositories, person_id: int) -> Totp | None:
    totp = repositories.totps.find(person_id)
    if totp is not None and totp.confirmed_at is not None:
        return totp
    if repositories.people.get(person_id).needs_code or repositories.recovery_codes.made_for(person_id):
        # all of it is made and taken away together: the secret was taken away with a database editor
        raise RowTampered("totp", person_id)
    return None
