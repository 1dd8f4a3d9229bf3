"""The proof that pages of the account ask for once more: the password of now, and a code where there are codes."""

from dataclasses import dataclass

from fracttal_console.domain.actors import Actor
from fracttal_console.domain.errors import SignInFailed, SignInThrottled, TotpNeeded, TotpWrong
from fracttal_console.domain.secrets import SecretText
from fracttal_console.gateway.own_forms import OwnForm
from fracttal_console.services.sign_in import SignIn
from fracttal_console.texts.catalogue import Texts
from fracttal_console.texts.errors import error_text


@dataclass(frozen=True, slots=True)
class Unproved:
    """Why somebody is not believed: what is said beside which field, and the HTTP status."""

    problems: dict[str, str]
    status: int


def prove(sign_in: SignIn, sent: OwnForm, address: str, texts: Texts) -> Actor | Unproved:
    """Return the person with a fresh proof from the fields `current` and `code` of a form."""
    code = SecretText(sent.form.get("code")) if sent.form.get("code") else None
    try:
        return sign_in.prove(sent.person.as_actor(address), SecretText(sent.form.get("current")), code)
    except SignInFailed:
        return Unproved({"current": texts.gettext("This is not your password of now.")}, 401)
    except SignInThrottled as error:
        return Unproved({"current": error_text(error, texts)}, 429)
    except TotpNeeded:
        return Unproved({"code": texts.gettext("Enter a code of your device, or a recovery code.")}, 401)
    except TotpWrong as error:
        return Unproved({"code": error_text(error, texts)}, 401)
