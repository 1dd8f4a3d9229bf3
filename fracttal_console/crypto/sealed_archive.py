"""An archive that opens with a passphrase and without this program: ZIP with AES-256 (WinZip's AE-2)."""

from io import BytesIO

from fracttal_console.domain.secrets import SecretText


def sealed_archive(name: str, content: bytes, passphrase: SecretText) -> bytes:
    """Return an archive with one file in it; nothing is written anywhere.

    Args:
        name: of the file in the archive, which is not hidden.
        content: of the file.
        passphrase: opens it; the key is derived by PBKDF2 with 1,000 rounds of SHA-1, as the format has it, so all its
            strength is the passphrase's own.
    """
    import pyzipper  # noqa: PLC0415 - its ciphers take long to load, and few archives are made

    memory = BytesIO()
    with pyzipper.AESZipFile(memory, "w", compression=pyzipper.ZIP_DEFLATED, encryption=pyzipper.WZ_AES) as archive:
        archive.setpassword(passphrase.reveal().encode())
        archive.setencryption(pyzipper.WZ_AES, nbits=256)
        archive.writestr(name, content)
    return memory.getvalue()
