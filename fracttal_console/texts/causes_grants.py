"""Why requests are refused that use what is switched on for single consumers, in words and with what to do."""

from collections.abc import Mapping

from fracttal_console.texts.catalogue import N_

GRANT_CAUSES: Mapping[str, tuple[str, str]] = {
    "device_off": (
        N_("Devices switched off"),
        N_("Allow devices without a browser for this consumer, or let the program use a browser."),
    ),
    "device_code_unknown": (
        N_("Device code unknown or used"),
        N_("A device gets its tokens once. Let it start again."),
    ),
    "device_code_other_client": (
        N_("Device code of another consumer"),
        N_("The program sends another client id than the one that started. Use the same for both requests."),
    ),
    "device_code_expired": (
        N_("Device code expired"),
        N_("The person did not decide within ten minutes. Let the device start again."),
    ),
    "device_waiting": (
        N_("Nobody has decided yet"),
        N_("The device goes on asking until the person decides."),
    ),
    "device_too_fast": (
        N_("Device asks too often"),
        N_("The program must wait as many seconds as the interval says, and five more after each slow_down."),
    ),
    "denied": (
        N_("The person said no"),
        N_("Let the device start again if that was a mistake."),
    ),
    "proof_missing": (
        N_("Proof of possession missing"),
        N_("This consumer or token needs a DPoP header with each request. Let the program send one."),
    ),
    "proof_malformed": (
        N_("Proof of possession malformed"),
        N_("It must be one DPoP header: a signed JWT of type dpop+jwt with jti, htm, htu and iat."),
    ),
    "proof_key": (
        N_("Key in the proof unusable"),
        N_("The proof must carry the public key only, P-256, Ed25519 or RSA from 2048 bits, that fits its algorithm."),
    ),
    "proof_key_malformed": (
        N_("Thumbprint of the key malformed"),
        N_("dpop_jkt must be the SHA-256 thumbprint of the key in base64url, 43 characters."),
    ),
    "proof_signature": (
        N_("Signature of the proof wrong"),
        N_("The proof was changed on its way, or was signed with another key than the one in it."),
    ),
    "proof_other_method": (
        N_("Proof for another method"),
        N_("htm must be the method of this request. Let the program make a proof for each request."),
    ),
    "proof_other_target": (
        N_("Proof for another address"),
        N_(
            "htu must be the address of this request without its query. Compare it with the public address in the "
            "settings."
        ),
    ),
    "proof_other_token": (
        N_("Proof for another token"),
        N_("ath must be the SHA-256 of the access token that is sent with it."),
    ),
    "proof_other_key": (
        N_("Proof by another key"),
        N_("The token or code is bound to another key. The program must keep its key as long as its tokens."),
    ),
    "proof_stale": (
        N_("Proof too old or from the future"),
        N_("The clock of the program may be off by a minute at most. Set it by NTP."),
    ),
    "proof_replayed": (
        N_("Proof used twice"),
        N_("Each proof counts once. If the program does not repeat itself, somebody else sends what it sent."),
    ),
    "token_bound": (
        N_("Token bound to a key sent without proof"),
        N_(
            "Send it as “Authorization: DPoP …” with a proof by its key. If the program does so already, the token may "
            "have leaked."
        ),
    ),
    "token_not_bound": (
        N_("Token is bound to no key"),
        N_("Send it as “Authorization: Bearer …”, or get a new one with a proof."),
    ),
    "par_off": (
        N_("Pushed requests switched off"),
        N_("Allow pushed requests for this consumer, or let the program send people straight to the sign-in page."),
    ),
    "par_required": (
        N_("Request was not pushed"),
        N_("This consumer must push its requests: let the program do so (RFC 9126), or make it optional here."),
    ),
    "pushed_request_unknown": (
        N_("Pushed request unknown"),
        N_("It was never pushed here, or expired long ago. Let the program push a new one for each person."),
    ),
    "pushed_request_used": (
        N_("Pushed request used twice"),
        N_("It is good for one decision. Let the program push a new one for each person, and keep none for later."),
    ),
    "pushed_request_expired": (
        N_("Pushed request expired"),
        N_(
            "A browser must arrive with it within a minute, and the person must decide within ten. Let the program "
            "push it only when the person is there."
        ),
    ),
    "pushed_request_other_client": (
        N_("Pushed request of another consumer"),
        N_("The client id beside the request_uri must be the one that pushed it. Use the same in both places."),
    ),
    "user_code_unknown": (
        N_("Code of a device unknown"),
        N_("No device shows it. A few are typing errors; many from one person or address are guesses."),
    ),
    "user_code_expired": (
        N_("Code of a device expired"),
        N_("It holds for ten minutes. Let the device start again, and enter the new code."),
    ),
    "user_code_used": (
        N_("Code of a device decided on already"),
        N_("It is good for one decision. Let the device start again, and enter the new code."),
    ),
    "user_code_taken": (
        N_("Code of a device entered by another person"),
        N_("It belongs to who entered it first. If two people have it, somebody sent it around: do not allow it."),
    ),
    "user_code_entries": (
        N_("Code of a device entered too often"),
        N_("It can be entered five times. Let the device start again, and enter the new code."),
    ),
    "user_code_not_entered": (
        N_("Decision on a device without its code"),
        N_("The person must enter the code first. A browser's page does that by itself; a program cannot decide."),
    ),
    "user_codes_throttled": (
        N_("Too many wrong codes of devices"),
        N_(
            "Nobody looks at another one for a minute. If it goes on, somebody is guessing: look at who and from where."
        ),
    ),
}
"""What happened and what to do, by the code of the cause."""
