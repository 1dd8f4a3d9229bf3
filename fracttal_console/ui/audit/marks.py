"""The icon and colour of each kind of event."""

from collections.abc import Mapping

_VERBS: Mapping[str, tuple[str, str]] = {
    "create": ("plus", "text2"),
    "init": ("database", "text2"),
    "recover": ("file-key-2", "warn"),
    "rotate_key": ("file-key-2", "text2"),
    "verify": ("shield-check", "ok"),
    "edit": ("pencil", "text2"),
    "disable": ("circle-off", "warn"),
    "enable": ("circle-check", "ok"),
    "delete": ("trash-2", "bad"),
    "revoke": ("ban", "bad"),
    "restore": ("archive-restore", "text2"),
    "rotate": ("refresh-cw", "text2"),
    "extend_rotation": ("hourglass", "text2"),
    "retire_secret": ("ban", "warn"),
    "add_key": ("file-key-2", "text2"),
    "retire_key": ("file-key-2", "warn"),
    "try": ("play", "text2"),
    "use_basic": ("key-round", "warn"),
    "suspend": ("circle-pause", "warn"),
    "resume": ("circle-play", "ok"),
    "undo": ("undo-2", "ok"),
    "invite": ("user-plus", "text2"),
    "reset_password": ("rotate-ccw", "warn"),
    "set_password": ("key-round", "text2"),
    "change_password": ("key-round", "text2"),
    "begin": ("smartphone", "text2"),
    "confirm": ("smartphone", "ok"),
    "remove": ("smartphone", "warn"),
    "reset": ("rotate-ccw", "warn"),
    "grant": ("circle-check", "ok"),
    "approve": ("circle-check", "ok"),
    "decline": ("circle-x", "text2"),
    "disown": ("octagon-alert", "bad"),
    "deny": ("circle-x", "bad"),
    "refuse": ("circle-x", "bad"),
    "lock_out": ("lock", "bad"),
    "lock": ("lock", "text2"),
    "unlock": ("lock-open", "text2"),
    "sign_in": ("log-in", "text2"),
    "sign_out": ("log-out", "text2"),
    "end": ("log-out", "warn"),
    "export": ("download", "text2"),
    "issue": ("key-round", "text2"),
    "code_replay": ("octagon-alert", "bad"),
    "code_burn": ("octagon-alert", "bad"),
    "refresh_reuse": ("octagon-alert", "bad"),
}
_OTHER = ("circle-alert", "text2")


def event_mark(tag: str) -> tuple[str, str]:
    """Return icon and colour of a kind of event."""
    return _VERBS.get(tag.partition(":")[2].removesuffix("_several"), _OTHER)
