"""What a try of a credential says: each step, and why one failed."""

from collections.abc import Mapping

from fracttal_console.texts.catalogue import N_, Texts
from fracttal_console.texts.filling import fill

STEPS: Mapping[str, tuple[str, str]] = {
    "hawk_read": (
        N_("Read, with a signed request"),
        N_("The key is known and the signature fits. The answer is signed too: it came from the gateway, unchanged."),
    ),
    "hawk_write": (
        N_("Send a body, signed with its hash"),
        N_("The signature and the hash of the body were checked and are right. This path can only be read, hence 405."),
    ),
    "metadata": (
        N_("Ask for the endpoints"),
        N_("A program has to know this one address; where everything else is stands here."),
    ),
    "authorize": (
        N_("Check the authorization request"),
        N_("Client id, redirect URI and PKCE are understood: the person would now see the page to sign in."),
    ),
    "consent": (
        N_("Consent in the browser"),
        N_("The person agreed. The code came back with the state that was sent, and from this gateway."),
    ),
    "token": (
        N_("Get an access token"),
        N_("The gateway knows the consumer, and gave it what its permission group allows."),
    ),
    "call": (
        N_("Ask with the access token"),
        N_("The token is good. Company, name and permissions are as the gateway sees them now."),
    ),
    "introspect": (
        N_("Look the token up"),
        N_("It is active, and belongs to this consumer."),
    ),
    "refresh": (
        N_("Renew the tokens"),
        N_("The refresh token gave new ones, and is worth nothing any more itself."),
    ),
    "revoke": (
        N_("Give the tokens back"),
        N_("All tokens of this try are dead."),
    ),
    "introspect_dead": (
        N_("Look the token up again"),
        N_("It is not active any more, as it should be."),
    ),
}
"""What each step is called, and what it means where it held."""

WAITING = N_("Waiting for somebody to sign in and decide in the browser…")

CAUSES: Mapping[str, tuple[str, str]] = {
    "stopped": (N_("Stopped"), ""),
    "nobody_answers": (
        N_("Nobody answers at {address}"),
        N_("Start the gateway, or name the address at which it answers."),
    ),
    "too_slow": (
        N_("No answer within 10 seconds"),
        N_("Try again. If it stays like this, see how busy the gateway's computer and the proxy in front of it are."),
    ),
    "not_trusted": (
        N_("The certificate of {address} is not trusted here"),
        N_("Install the certificate authority that issued it on this computer, and on those of the integrators."),
    ),
    "no_answer": (
        N_("The connection broke off"),
        N_("Try again. If it happens again, look whether something between here and the gateway closes connections."),
    ),
    "other_status": (
        N_("Refused: {status} {error}"),
        N_("A program is told no more than this. The request doctor lists it with its cause within two seconds."),
    ),
    "answer_not_genuine": (
        N_("The answer is not signed as it should be"),
        N_("Something on the way changed it, or another program answers at this address."),
    ),
    "metadata_incomplete": (
        N_("This is not the answer of a gateway"),
        N_("Another program seems to answer at this address. Compare it with the gateway's."),
    ),
    "no_token": (
        N_("The answer holds no access token"),
        N_("Another program seems to answer at this address. Compare it with the gateway's."),
    ),
    "token_alive": (
        N_("The token is still active"),
        N_("It was given back. Revoke the authorization under Active authorizations, which ends every token."),
    ),
    "token_dead": (
        N_("The token is not active"),
        N_("It was good a moment ago. Look in the audit log who ended it, or changed the consumer."),
    ),
    "not_given_back": (
        N_("The tokens could not be given back"),
        N_("They end by themselves. To end them at once, revoke the authorization under Active authorizations."),
    ),
    "loopback_missing": (
        N_("Going on needs a redirect URI on this computer"),
        N_(
            "None of this consumer leads back here. Add http://127.0.0.1/callback to try the rest, and take it away "
            "afterwards; every port is accepted then."
        ),
    ),
    "loopback_taken": (
        N_("Nothing can listen at {uri}"),
        N_("Another program has this port. With 127.0.0.1 in place of localhost any free port is good."),
    ),
    "nobody_consented": (
        N_("Nobody decided within 5 minutes"),
        N_("Try again, and sign in on the page that opens in the browser."),
    ),
    "denied": (
        N_("The person declined"),
        N_("Nothing was granted, and the application is told so. That works as it should."),
    ),
    "answer_is_error": (
        N_("The gateway led back with an error: {error}"),
        N_("The request doctor lists it with its cause."),
    ),
    "other_issuer": (
        N_("The answer names another issuer"),
        N_("It must not be used. Look whether the address and the issuer in the settings belong to the same gateway."),
    ),
}
"""Why a step failed or was left out, and what to do."""

_CONSENTED = N_("You can close this tab and go back to Fracttal Console.")


def step_title(code: str, texts: Texts) -> str:
    """Return what a step is called."""
    return texts.gettext(STEPS[code][0])


def step_meaning(code: str, texts: Texts) -> str:
    """Say what it means that a step held."""
    return texts.gettext(STEPS[code][1])


def waiting(texts: Texts) -> str:
    """Say what a step waits for."""
    return texts.gettext(WAITING)


def cause_title(cause: str, facts: Mapping[str, object], texts: Texts) -> str:
    """Say why a step failed or was left out."""
    return fill(texts.gettext(CAUSES[cause][0]), facts).strip()


def cause_advice(cause: str, texts: Texts) -> str:
    """Say what to do about it; "" where there is nothing to do."""
    return texts.gettext(CAUSES[cause][1]) if CAUSES[cause][1] else ""


def consented_words(texts: Texts) -> tuple[str, str]:
    """Return the language tag and the sentence of the page that ends a consent."""
    return texts.tag, texts.gettext(_CONSENTED)
