"""Credential files: private, never overwritten, and sealed ones open with other people's tools."""

import json
import subprocess
from pathlib import Path

import pytest
import pyzipper

from fracttal_console.domain.errors import CredentialFileExists, CredentialFileFailed, Invalid
from fracttal_console.domain.secrets import SecretText
from fracttal_console.services.credential_file import CredentialFileForm, write_credential_file

VALUES = {"company": "Industrias Quillahue", "client_id": "fcc_x", "url": "https://auth.example.com"}
CLEAR = "fcs_not-a-real-secret"
PASSPHRASE = "four words nobody says"
NO_SEAL = SecretText("")


def write(path: Path, form: CredentialFileForm = CredentialFileForm.JSON, seal: str = "") -> Path:
    return write_credential_file(path, form, VALUES, ("secret", SecretText(CLEAR)), SecretText(seal))


def test_a_json_file_is_private_and_holds_everything(tmp_path: Path) -> None:
    path = write(tmp_path / "portal.json")
    assert path.stat().st_mode & 0o777 == 0o600
    assert json.loads(path.read_text(encoding="utf-8")) == {**VALUES, "secret": CLEAR}


def test_a_shell_reads_an_env_file_as_it_was_meant(tmp_path: Path) -> None:
    values = {**VALUES, "company": "O'Higgins & Söhne $HOME"}
    path = write_credential_file(
        tmp_path / "portal.env", CredentialFileForm.ENV, values, ("secret", SecretText(CLEAR)), NO_SEAL
    )
    names = '"$FRACTTAL_COMPANY" "$FRACTTAL_CLIENT_ID" "$FRACTTAL_SECRET"'
    told = subprocess.run(
        ["sh", "-c", f'. "$1"; printf "%s|%s|%s" {names}', "sh", path],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert told == f"O'Higgins & Söhne $HOME|fcc_x|{CLEAR}"


def test_a_sealed_file_is_never_clear_and_opens_with_its_passphrase_alone(tmp_path: Path) -> None:
    path = write(tmp_path / "portal.json", seal=PASSPHRASE)
    assert [file.name for file in tmp_path.iterdir()] == ["portal.json.zip"]
    assert path.stat().st_mode & 0o777 == 0o600
    assert CLEAR.encode() not in path.read_bytes()
    with pyzipper.AESZipFile(path) as archive:
        with pytest.raises(RuntimeError):
            archive.read("portal.json", pwd=b"another passphrase")
        assert json.loads(archive.read("portal.json", pwd=PASSPHRASE.encode()))["secret"] == CLEAR


def test_7zip_opens_a_sealed_file(tmp_path: Path) -> None:
    path = write(tmp_path / "portal.json", seal=PASSPHRASE)

    def opened(passphrase: str) -> "subprocess.CompletedProcess[str]":
        command = ["7z", "x", "-so", f"-p{passphrase}", str(path)]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    assert json.loads(opened(PASSPHRASE).stdout) == {**VALUES, "secret": CLEAR}
    assert opened("another passphrase").returncode != 0
    listed = subprocess.run(["7z", "l", "-slt", str(path)], capture_output=True, text=True, check=True).stdout
    assert "Method = AES-256" in listed


def test_what_exists_is_not_overwritten_and_a_missing_folder_is_said(tmp_path: Path) -> None:
    path = tmp_path / "portal.json"
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(CredentialFileExists):
        write(path)
    assert path.read_text(encoding="utf-8") == "mine"
    link = tmp_path / "link.json"
    link.symlink_to(tmp_path / "elsewhere.json")
    with pytest.raises(CredentialFileExists):
        write(link)
    with pytest.raises(CredentialFileFailed):
        write(tmp_path / "nowhere" / "portal.json")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["link.json", "portal.json"]


def test_a_short_passphrase_is_refused_and_nothing_written(tmp_path: Path) -> None:
    with pytest.raises(Invalid):
        write(tmp_path / "portal.json", seal="short")
    assert list(tmp_path.iterdir()) == []
