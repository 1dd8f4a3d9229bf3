"""What is said about each known failure: what happened, why, what to do. Keyed by error code."""

from collections.abc import Mapping

from fracttal_console.texts.catalogue import N_, NP_

FAILURES: Mapping[str, str] = {
    "error": N_("Nothing was changed. The operation could not be done. Look into the log for the reason."),
    "not_allowed": N_("Nothing was changed. Your role does not include this. Ask a super administrator to do it."),
    "wrong_state": N_("Nothing was changed. The state of “{ref}” is: {status}. Change its state first."),
    "revocation_final": N_(
        "The revocation was not undone. It is final: its five minutes have passed, or the application or the person "
        "gave the access back. The person can grant it anew in the browser."
    ),
    "granted_anew": N_(
        "The revocation was not undone. The same application was granted access anew in the meantime. "
        "Look at that authorization instead."
    ),
    "nothing_chosen": N_(
        "Nothing was changed. No authorization is chosen, or none matches. Choose some, or say which ones are meant."
    ),
    "already_proposed": N_(
        "Nothing was proposed. {by} proposed the same revocation already, and it is still to be decided. Wait for that."
    ),
    "last_super_administrator": N_(
        "Nothing was changed. This is the last active super administrator, and the base needs one. "
        "Make another person super administrator first."
    ),
    "changed_meanwhile": N_(
        "Your change to “{ref}” was not saved. Somebody else changed the same data after you opened it. "
        "Open it again and repeat your change."
    ),
    "user_code_refused": N_(
        "This code opens nothing. Compare it with the one on your device; it holds for ten minutes and for who "
        "entered it first. If it stays so, start again on the device."
    ),
    "user_codes_throttled": N_(
        "This code was not looked at. Too many wrong codes were entered. Wait a minute, then try again."
    ),
    "nothing_to_grant": N_(
        "Nothing was granted. The person's permission group allows none of what the consumer asks for. "
        "Choose another permission group for the person or the consumer."
    ),
    "two_secrets_live": N_(
        "No secret was made. “{ref}” has two that work, and that is the limit. "
        "Retire one of them first, or rotate and retire the old ones at once."
    ),
    "only_key": N_(
        "The key was not retired. It is the last one by which “{ref}” proves itself. Add another one first, or let it "
        "use a client secret."
    ),
    "only_secret": N_(
        "The secret was not retired. It is the only one of “{ref}” that works. Rotate first, or disable it instead."
    ),
    "secret_ambiguous": N_("No secret was retired. Two of them have the hint “{ref}”. Name it by its id."),
    "without_secret": N_("No secret was made. “{ref}” is public and has none. There is nothing to rotate."),
    "credential_file_exists": N_(
        "The file was not saved. “{path}” exists already and is never overwritten. Give another path."
    ),
    "credential_file_failed": N_(
        "The file was not saved. “{path}” could not be written. Check the folder and its permissions."
    ),
    "restore_too_late": N_(
        "“{ref}” was not restored. It ended more than {days} days ago, and that is final. Create a new one."
    ),
    "restore_name_taken": N_("It was not restored. Another one is called “{ref}” now. Rename that one first."),
    "sign_in_failed": N_(
        "You were not signed in. The e-mail address or the password is wrong, or the account is disabled. "
        "Check both, or ask a super administrator."
    ),
    "session_ended": N_(
        "You are signed out. The session was not used for a while or was closed elsewhere. Sign in again."
    ),
    "totp_needed": N_(
        "You are not signed in yet. Your account asks for a code as well. Enter the one that your device shows now."
    ),
    "totp_wrong": N_(
        "You were not signed in. The code is wrong, too old, or was used already. Wait for the next code and enter it."
    ),
    "totp_exists": N_("Nothing was changed. The account asks for a code already. Remove the old one first."),
    "totp_absent": N_("Nothing was changed. The account asks for no code. Set codes up first."),
    "invitation_ended": N_(
        "The password was not set. The link was used already, is too old, or was replaced by a newer one. "
        "Ask a super administrator for a new link."
    ),
    "step_up_needed": N_(
        "Nothing was changed. Your password is needed for this, and you last gave it more than 5 minutes ago. "
        "Enter it again."
    ),
    "operator_missing": N_(
        "Nothing was done. Every change is recorded under a person's name, and none was given. "
        "Name the person with --operator and an e-mail address."
    ),
    "password_file_unreadable": N_(
        "“{path}” was not read. It is missing, empty or not readable for you. "
        "Check its path and permissions, or name another file."
    ),
    "base_error": N_("The base was not opened. “{path}” could not be used. Check the path and its permissions."),
    "base_missing": N_(
        "The base was not opened. There is none in “{path}”. Create one with init, or give another path."
    ),
    "base_exists": N_("No base was created. There is one in “{path}” already. Give another path, or open that one."),
    "base_unreadable": N_("The base was not opened. “{path}” is damaged or not readable. Restore it from a backup."),
    "not_a_base": N_("The base was not opened. “{path}” belongs to another program. Give the path of a base."),
    "base_newer": N_(
        "The base was not opened. A newer version of the program wrote “{path}”. Install that version or a later one."
    ),
    "unsafe_mode": N_(
        "The base was not opened. Other accounts of this computer could read “{path}”. "
        "Make yourself its owner and take all rights from others."
    ),
    "file_not_written": N_(
        "The file “{path}” was not written. Its folder is missing, full or closed to you. Choose another place."
    ),
    "storage_busy": N_("Nothing was changed. Another process keeps the base busy. Repeat it in a few seconds."),
    "storage_failed": N_(
        "Nothing was changed. The disk is full, write-protected or failing. Free some space or check the disk."
    ),
    "row_tampered": N_(
        "Access was refused. A record of the base was changed outside this program ({table}, {ref}). "
        "Find out who wrote to the file, then restore it from a backup."
    ),
    "keyring_absent": N_(
        "The base was not opened. This computer has no keyring that is safe to use. Set one up, or use a key file."
    ),
    "keyring_locked": N_("The base was not opened. The keyring is locked. Unlock it and repeat."),
    "keyring_denied": N_(
        "The base was not opened. The keyring does not give this program its key. "
        "Allow access in the keyring's settings and repeat."
    ),
    "keyring_timeout": N_(
        "The base was not opened. The keyring did not answer in time. Look for a window that waits for you, and repeat."
    ),
    "master_key_missing": N_(
        "The base was not opened. The key store holds no key for it. Bring it back with recover and the recovery code."
    ),
    "master_key_wrong": N_(
        "The base was not opened. The key belongs to another base. Give this base's key, or use recover."
    ),
    "key_file_missing": N_("The base was not opened. There is no key file “{path}”. Check the path or the drive."),
    "key_file_exists": N_("No key was written. “{path}” exists already and is never overwritten. Give another path."),
    "key_file_unsafe": N_(
        "The base was not opened. The key file “{path}” is a link, or others can read it. "
        "Make yourself its owner and take all rights from others."
    ),
    "key_file_malformed": N_(
        "The base was not opened. “{path}” does not hold a key of this program. Check the path, or use recover."
    ),
    "key_provider_unknown": N_(
        "The base was not opened. “{provider}” is not a place for keys. Use keyring, file:PATH or credential:NAME."
    ),
    "key_cannot_be_made": N_(
        "No key was written. A systemd credential can only be given by systemd. Make a key file and hand it to systemd."
    ),
    "recovery_code_wrong": N_(
        "The base was not recovered. The recovery code has a typing error or belongs to another base. Compare it again."
    ),
    "display_missing": N_(
        "The window was not opened. There is no display here. Start it on a desktop, or use the commands."
    ),
    "qt_unusable": N_(
        "The window was not opened. PySide6 {version} aborts on Python {python}. Install PySide6 6.11.3 in its place."
    ),
    "port_taken": N_(
        "The gateway was not started. Another program listens on {host}:{port}. End it, or choose another port."
    ),
    "link_invalid": N_(
        "The link was not followed. “{link}” is none that leads to something in a base. Copy it again from the console."
    ),
    "try_address_refused": N_(
        "Nothing was sent to “{address}”. A secret goes only to an address of this computer, or to one that begins "
        "with https. Name another address."
    ),
    "listen_refused": N_(
        "The gateway was not started. It may not listen on “{host}” without TLS or a declared proxy. "
        "Set up TLS, declare the proxy, or use 127.0.0.1."
    ),
    "tls_unusable": N_(
        "The gateway was not started. “{path}” could not be used for TLS. "
        "Give a certificate and its own key as PEM files that this account can read; the key without a passphrase."
    ),
    "provider_unavailable": N_(
        "You were not signed in. The company's identity provider does not answer as it should. Try again later."
    ),
    "provider_refused": N_(
        "You were not signed in. The company's identity provider did not confirm who you are. Start again."
    ),
    "email_unproven": N_(
        "You were not signed in. The company's identity provider does not confirm your e-mail address. "
        "Ask whoever runs it."
    ),
    "account_missing": N_(
        "You were not signed in. Your e-mail address has no active account here. Ask a super administrator."
    ),
    "provider_secret_unusable": N_(
        "The gateway was not started. “{path}” should hold the secret for the identity provider, and is missing, "
        "empty or readable for others. Make it readable for this account alone."
    ),
    "gateway_not_started": N_("The gateway was not started. It ended before it was ready. {reason}"),
    "setting_invalid": N_(
        "The setting {setting} was not accepted. It cannot have the value “{value}”. Correct it and repeat."
    ),
    "oauth": N_(
        "The consumer's request was refused. It breaks a rule of OAuth ({error}). Ask its provider to correct it."
    ),
    "jws": N_("The signed token was refused. It breaks a rule of signed tokens. Ask its provider to correct it."),
    "hawk": N_(
        "The request was refused. Its Hawk signature cannot be accepted. "
        "Check the key, the secret, the clock and the signed address in the calling program."
    ),
}

NOT_FOUND: Mapping[str, str] = {
    "base": N_("The base “{ref}” was not found. It may have been moved. Check its path."),
    "api_key": N_("The API key “{ref}” was not found. It may have been deleted. Check its id or name."),
    "oauth_consumer": N_("The OAuth consumer “{ref}” was not found. It may have been deleted. Check its id or name."),
    "authorization": N_("The authorization “{ref}” was not found. It may have ended. Check its id."),
    "permission_group": N_("The permission group “{ref}” was not found. It may have been deleted. Check its name."),
    "person": N_("The person “{ref}” was not found. Check the e-mail address."),
    "proposal": N_("The proposal “{ref}” was not found. Check its number."),
    "event": N_("The event “{ref}” was not found. It may have been archived. Check its number."),
    "rotation": N_("“{ref}” is not being rotated. Its old secret may have retired. Look at its secrets."),
    "consumer_key": N_("The public key “{ref}” was not found. It may have been retired. Check its name."),
    "secret": N_("The secret “{ref}” was not found. It may have been retired. Check its id."),
}

OTHER_NOT_FOUND = N_("“{ref}” was not found. It may have been deleted. Check its id or name.")

KIND_ALIASES: Mapping[str, str] = {"consumer": "oauth_consumer", "group": "permission_group"}

FEMININE_KINDS = frozenset({"base", "api_key", "authorization", "person", "proposal"})
"""Kinds whose noun is feminine in Spanish and in Portuguese; both agree in all of them."""

STATES_FEMININE: Mapping[str, tuple[str, str]] = {
    "active": NP_("feminine noun", "active"),
    "suspended": NP_("feminine noun", "suspended"),
    "expired": NP_("feminine noun", "expired"),
    "revoked": NP_("feminine noun", "revoked"),
    "disabled": NP_("feminine noun", "disabled"),
    "deleted": NP_("feminine noun", "deleted"),
    "retiring": NP_("feminine noun", "retiring"),
    "open": NP_("feminine noun", "open"),
    "approved": NP_("feminine noun", "approved"),
    "declined": NP_("feminine noun", "declined"),
    "retired": NP_("feminine noun", "retired"),
    "invited": NP_("feminine noun", "invited"),
}

STATES_MASCULINE: Mapping[str, tuple[str, str]] = {
    "active": NP_("masculine noun", "active"),
    "suspended": NP_("masculine noun", "suspended"),
    "expired": NP_("masculine noun", "expired"),
    "revoked": NP_("masculine noun", "revoked"),
    "disabled": NP_("masculine noun", "disabled"),
    "deleted": NP_("masculine noun", "deleted"),
    "retiring": NP_("masculine noun", "retiring"),
    "retired": NP_("masculine noun", "retired"),
}
