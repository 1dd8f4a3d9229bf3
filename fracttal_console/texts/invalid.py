"""What is said about a value that breaks a rule: which field was not saved, then why and what to do.

The two halves are whole sentences of their own, so that no sentence is put together from parts.
"""

from collections.abc import Mapping

from fracttal_console.texts.catalogue import N_

FIELDS: Mapping[str, str] = {
    "name": N_("The name was not saved."),
    "description": N_("The description was not saved."),
    "email": N_("The e-mail address was not saved."),
    "current_password": N_("The password was not accepted."),
    "password": N_("The password was not saved."),
    "company": N_("The company name was not saved."),
    "redirect_uri": N_("The redirect URI was not saved."),
    "permission_group": N_("The permission group was not saved."),
    "permissions": N_("The permissions were not saved."),
    "scope": N_("The scope was not accepted."),
    "expires": N_("The expiry date was not saved."),
    "allow_network": N_("The allowed network was not saved."),
    "owner": N_("The owner was not saved."),
    "contact": N_("The contact was not saved."),
    "profile": N_("The profile was not saved."),
    "role": N_("The role was not saved."),
    "grant": N_("The grant type was not saved."),
    "clipboard_seconds": N_("The time of the clipboard was not saved."),
    "lock_minutes": N_("The time of the lock was not saved."),
    "gateway_port": N_("The port was not saved."),
    "zoom": N_("The zoom was not saved."),
    "issuer": N_("The public address was not saved."),
    "trusted_proxies": N_("The trusted proxies were not saved."),
    "language": N_("The language was not saved."),
    "lifetime": N_("The lifetime was not saved."),
    "access_token_lifetime": N_("The lifetime of access tokens was not saved."),
    "refresh_idle_lifetime": N_("The lifetime of unused refresh tokens was not saved."),
    "refresh_lifetime": N_("The lifetime of refresh tokens was not saved."),
    "authorization_lifetime": N_("The lifetime of authorizations was not saved."),
    "device": N_("The switch for devices was not saved."),
    "par": N_("The switch for pushed requests was not saved."),
    "passphrase": N_("The passphrase was not accepted."),
    "path": N_("The path was not accepted."),
    "idle_days": N_("The number of idle days was not accepted."),
    "retire_by": N_("The date of retirement was not accepted."),
    "reason": N_("The reason was not saved."),
    "code": N_("The code was not accepted."),
    "days": N_("No figures were shown."),
    "api_key": N_("No figures were shown."),
    "recovery_code": N_("The recovery code was not accepted."),
    "public": N_("The consumer was not saved."),
    "may_introspect": N_("The right to introspect was not saved."),
    "authorization": N_("Nothing was revoked."),
    "preference": N_("The view was not saved."),
    **dict.fromkeys(
        (
            "filter",
            "state",
            "granted",
            "last_used",
            "expiring",
            "date",
            "actor",
            "target",
            "target_kind",
            "action",
            "group",
            "format",
        ),
        N_("The filter was not applied."),
    ),
    "permission": N_("The permission was not accepted."),
    "unused_days": N_("The number of days was not accepted."),
    "answer": N_("The answer was not saved."),
}

OTHER_FIELD = N_("The value was not saved.")

RULES: Mapping[str, str] = {
    "empty": N_("There is no value, and one is needed here. Enter a value."),
    "too_long": N_("The limit is {max} characters. Enter a shorter value."),
    "too_short": N_("At least {min} characters are needed. Enter a longer value."),
    "duplicate": N_("“{value}” is in use already. Enter another value."),
    "unprintable": N_("It has characters that cannot be seen. Type the value instead of pasting it."),
    "only_digits": N_("It has no letter, and a name needs at least one. Add a letter."),
    "email_malformed": N_("It does not have the form of an address. Enter it like name@company.com."),
    "not_super_administrator": N_(
        "This is not a super administrator. Ask one to make a link for a new password for this person."
    ),
    "unknown_permission": N_("The permission “{permission}” does not exist. Choose permissions from the list."),
    "unknown_group": N_("There is no permission group “{value}”. Choose one from the list, or create it first."),
    "unknown_choice": N_("“{value}” is not one of the choices. Choose one of these: {choices}."),
    "password_short": N_("Short passwords can be guessed. Use at least {min} characters; a sentence works well."),
    "password_long": N_("The limit is {max} characters. Use a shorter password."),
    "password_common": N_("It is among the passwords that attackers try first. Choose another one."),
    "password_personal": N_("It contains your name, address or company, which others can guess. Choose another one."),
    "differs": N_("The two are not the same. Enter the same one twice."),
    "uri_missing": N_("There is none, and this grant type needs one. Enter the address that the consumer names."),
    "uri_malformed": N_("“{uri}” cannot be read as an address. Copy it again from the consumer's documentation."),
    "uri_not_absolute": N_("“{uri}” is not a complete address. Start with https:// and the name of the server."),
    "uri_fragment": N_("It has a fragment ({fragment}), which OAuth forbids. Remove everything from # on."),
    "uri_wildcard": N_("“{uri}” has a wildcard (*), and addresses are compared exactly. Enter each one in full."),
    "uri_userinfo": N_("“{uri}” contains a name or password before @. Remove everything between // and @."),
    "uri_http_public": N_("http:// would send the code unencrypted to “{host}”. Use https:// instead."),
    "uri_scheme_forbidden": N_("“{scheme}:” would run in the browser instead of leading anywhere. Use https://."),
    "uri_scheme_without_dot": N_(
        "Any program can claim “{scheme}:”. Use a scheme with a domain name of yours, such as com.example.app:."
    ),
    "uri_unprintable": N_("It has blanks or characters that cannot be seen. Type the address instead of pasting it."),
    "uri_not_normal": N_("“{uri}” contains “..”, “.” or a backslash, which servers read differently. Remove them."),
    "uri_duplicate": N_("“{uri}” is in the list twice. Remove one of them."),
    "uri_too_long": N_("The limit is {max} characters. Register a shorter address."),
    "uri_too_many": N_("A consumer can have {max} of them. Remove those that are no longer used."),
    "uri_not_for_grant": N_("With client credentials nobody is sent back. Remove it or choose authorization code."),
    "public_not_for_grant": N_(
        "A public consumer has no secret, and client credentials need one. Make it confidential."
    ),
    "introspect_needs_secret": N_("Only a consumer with a secret may check tokens. Make it confidential first."),
    "network_malformed": N_("“{value}” is not a network. Enter it like 203.0.113.0/24 or 2001:db8::/32."),
    "networks_malformed": N_("“{value}” is no list of networks. Enter them like 10.0.0.0/8, 192.0.2.7/32."),
    "issuer_malformed": N_("“{value}” is no address of a server. Enter it like https://auth.example.com."),
    "date_malformed": N_("“{value}” is not a date. Enter it as year-month-day, like 2027-05-22."),
    "period_malformed": N_(
        "“{value}” is not a period. Enter the last days like 30d, or from a date to another like 2026-01-01/2026-02-01."
    ),
    "days_malformed": N_("“{value}” is not a number of days. Enter a whole number from 1 to {max}."),
    "too_many": N_("The limit is {max} values. Take some of them away."),
    "date_past": N_("“{value}” has passed already. Enter a date that lies ahead."),
    "code_malformed": N_("It does not have the form of a recovery code. Copy it again as it was printed."),
    "two_credentials": N_("A consumer and an API key were named. Name one of them."),
    "not_the_same": N_("The two entries differ. Enter the same again."),
    "date_far": N_("“{value}” lies too far ahead. Enter a date within {max} days."),
    "number_range": N_("It has to lie between {min} and {max}. Enter a number in this range."),
    "switch_not_for_grant": N_("A consumer that acts for itself asks nobody. Switch this off."),
    "lifetime_malformed": N_("“{value}” is not a lifetime. Enter a number and a unit, like 90s, 15m, 2h or 30d."),
    "lifetime_order": N_("It is shorter than the time a refresh token may be unused. Enter a longer one."),
    "lifetime_range": N_("It has to lie between {min} and {max}. Enter a value in this range."),
}

OTHER_RULE = N_("The value is not allowed here. Enter another one.")
