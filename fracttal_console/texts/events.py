"""What each event is called, and what the fields and facts in it are called."""

from collections.abc import Mapping

from fracttal_console.texts.catalogue import N_, Texts

EVENT_TITLES: Mapping[str, str] = {
    "base:init": N_("Base created"),
    "base:recover": N_("Master key replaced with the recovery code"),
    "operations:deny": N_("Operation denied"),
    "permission_groups:create": N_("Permission group created"),
    "permission_groups:edit": N_("Permission group edited"),
    "api_keys:create": N_("API key created"),
    "api_keys:edit": N_("API key edited"),
    "api_keys:disable": N_("API key disabled"),
    "api_keys:enable": N_("API key enabled"),
    "api_keys:revoke": N_("API key revoked"),
    "api_keys:restore": N_("API key restored"),
    "api_keys:rotate": N_("API key got a new secret"),
    "api_keys:extend_rotation": N_("API key's rotation extended"),
    "api_keys:retire_secret": N_("API key's secret retired"),
    "consumers:create": N_("Consumer registered"),
    "consumers:edit": N_("Consumer edited"),
    "consumers:disable": N_("Consumer disabled"),
    "consumers:enable": N_("Consumer enabled"),
    "consumers:delete": N_("Consumer deleted"),
    "consumers:restore": N_("Consumer restored"),
    "consumers:rotate": N_("Consumer got a new secret"),
    "consumers:extend_rotation": N_("Consumer's rotation extended"),
    "consumers:retire_secret": N_("Consumer's secret retired"),
    "people:create": N_("Person added"),
    "people:edit": N_("Person edited"),
    "people:disable": N_("Account disabled"),
    "people:enable": N_("Account enabled"),
    "sessions:sign_in": N_("Signed in"),
    "sessions:refuse": N_("Sign-in refused"),
    "sessions:lock_out": N_("Sign-in locked after many failures"),
    "sessions:sign_out": N_("Signed out"),
    "sessions:lock": N_("Console locked"),
    "sessions:unlock": N_("Console unlocked"),
    "authorizations:grant": N_("Consent given"),
    "authorizations:decline": N_("Consent declined"),
    "authorizations:suspend": N_("Authorization suspended"),
    "authorizations:resume": N_("Authorization resumed"),
    "authorizations:revoke": N_("Authorization revoked"),
    "tokens:issue": N_("Tokens issued"),
    "tokens:revoke": N_("Token given back"),
    "tokens:code_replay": N_("Authorization code used twice"),
    "tokens:code_burn": N_("Authorization code spent by wrong verifiers"),
    "tokens:refresh_reuse": N_("Old refresh token used again"),
}

EVENT_FIELDS: Mapping[str, str] = {
    "name": N_("Name"),
    "description": N_("Description"),
    "email": N_("E-mail"),
    "role": N_("Role"),
    "owner": N_("Owner"),
    "contact": N_("Contact"),
    "networks": N_("Allowed networks"),
    "permissions": N_("Permissions"),
    "permission_group_id": N_("Permission group"),
    "read_only": N_("Read only"),
    "redirect_uris": N_("Redirect URIs"),
    "may_introspect": N_("May introspect"),
    "profile": N_("Profile"),
    "expires_at": N_("Expires"),
    "password_changed_at": N_("Password changed"),
    "client_id": N_("Client id"),
    "consumer": N_("Consumer"),
    "person": N_("Person"),
    "grant": N_("Grant"),
    "via": N_("Through"),
    "failures": N_("Failures in a row"),
    "until": N_("Until"),
    "reason": N_("Reason"),
    "operation": N_("Operation"),
    "authorizations": N_("Authorizations"),
    "super_administrator": N_("Super administrator"),
    "key_provider": N_("Master key"),
    "kind": N_("Kind"),
    "lifetime": N_("Lifetime in seconds"),
    "redirect_uri": N_("Redirect URI"),
    "hint": N_("Secret"),
    "old_hint": N_("Old secret"),
    "idle_days": N_("Retires after idle days"),
    "retire_by": N_("Retires at the latest"),
    "cause": N_("Cause"),
    "access_token": N_("Access token"),
    "refresh_idle": N_("Refresh token unused"),
    "refresh": N_("Refresh token at most"),
    "authorization": N_("Authorization"),
}


def event_title(tag: str, texts: Texts) -> str:
    """Return what a kind of event is called; one of a newer version keeps its tag."""
    return texts.gettext(EVENT_TITLES[tag]) if tag in EVENT_TITLES else tag


def field_name(field: str, texts: Texts) -> str:
    """Return what a field or fact of an event is called."""
    return texts.gettext(EVENT_FIELDS[field]) if field in EVENT_FIELDS else field.replace("_", " ")
