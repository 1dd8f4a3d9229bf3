"""The data key of a base, taken out of its wrapping."""

from collections.abc import Sequence

from fracttal_console.crypto.vault import Vault, unwrap
from fracttal_console.domain.base import Base, WrappingKind
from fracttal_console.domain.errors import MasterKeyWrong, RecoveryCodeWrong


def key_check(vault: Vault, base_id: str) -> bytes:
    """Return the value by which a base tells its own data key from another's."""
    return vault.row_seal(b"fracttal-console key check" + base_id.encode())


def unwrapped(base: Base, wrapped: Sequence[bytes], key: bytes, kind: WrappingKind) -> bytes:
    """Return the data key.

    Args:
        base: the base to which it belongs.
        wrapped: the data key under each wrapping of the kind.
        key: master key, or the key made of the recovery code; 32 bytes.
        kind: which of the two it is.

    Raises:
        MasterKeyWrong, RecoveryCodeWrong: the key opens none of them.
    """
    wrong = MasterKeyWrong if kind is WrappingKind.MASTER else RecoveryCodeWrong
    for blob in wrapped:
        try:
            data_key = unwrap(blob, key, base_id=base.base_id, kind=kind)
        except wrong:
            continue
        if key_check(Vault(data_key), base.base_id) == base.key_check:
            return data_key
    raise wrong
