"""The icon and colour of each kind of event."""

from collections.abc import Mapping

_VERBS: Mapping[str, tuple[str, str]] = {
    "create": ("plus", "text2"),
    "init": ("database", "text2"),
    "recover": ("file-key-2", "warn"),
    "edit": ("pencil", "text2"),
    "disable": ("circle-off", "warn"),
    "enable": ("circle-check", "ok"),
    "delete": ("trash-2", "bad"),
    "revoke": ("ban", "bad"),
    "restore": ("archive-restore", "text2"),
    "rotate": ("refresh-cw", "text2"),
    "extend_rotation": ("hourglass", "text2"),
    "retire_secret": ("ban", "warn"),
    "suspend": ("circle-pause", "warn"),
    "resume": ("circle-play", "ok"),
    "grant": ("circle-check", "ok"),
    "decline": ("circle-x", "text2"),
    "deny": ("circle-x", "bad"),
    "refuse": ("circle-x", "bad"),
    "lock_out": ("lock", "bad"),
    "lock": ("lock", "text2"),
    "unlock": ("lock-open", "text2"),
    "sign_in": ("log-in", "text2"),
    "sign_out": ("log-out", "text2"),
    "issue": ("key-round", "text2"),
    "code_replay": ("octagon-alert", "bad"),
    "code_burn": ("octagon-alert", "bad"),
    "refresh_reuse": ("octagon-alert", "bad"),
}
_OTHER = ("circle-alert", "text2")


def event_mark(tag: str) -> tuple[str, str]:
    """Return icon and colour of a kind of event."""
    return _VERBS.get(tag.partition(":")[2], _OTHER)
