"""Run the provider, and sign in at it as a person does."""

import json
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urljoin

import httpx

from tests.journeys.clients.node_clients import installed

HERE = Path(__file__).parent
CLIENT_ID = "fracttal-console"
CLIENT_SECRET = "not-a-secret:of+any%body"
"""With signs in it that must be encoded on their way (RFC 6749 section 2.3.1)."""


@contextmanager
def provider(
    directory: Path,
    redirect_uri: str,
    accounts: Mapping[str, Mapping[str, object]],
    *,
    by_user_info: bool = True,
    auth_method: str = "client_secret_basic",
) -> Iterator[str]:
    """Run oidc-provider while the block runs, and give its issuer.

    Args:
        directory: of the test's own.
        redirect_uri: where it sends browsers back.
        accounts: claims by what is typed as the name.
        by_user_info: whether the e-mail is told at the userinfo endpoint alone, as the standard has it.
        auth_method: how the client proves itself.
    """
    shutil.copy(HERE / "provider.mjs", directory)
    (directory / "node_modules").symlink_to(installed(HERE) / "node_modules")
    known = {
        "client_id": CLIENT_ID,
        "client_secret": CLIENT_SECRET,
        "redirect_uri": redirect_uri,
        "accounts": accounts,
        "by_user_info": by_user_info,
        "auth_method": auth_method,
    }
    errors = (directory / "provider.txt").open("w+")
    process = subprocess.Popen(
        ["node", str(directory / "provider.mjs")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=errors,
        text=True,
        encoding="utf-8",
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(json.dumps(known) + "\n")
        process.stdin.flush()
        line = process.stdout.readline()
        assert line, (directory / "provider.txt").read_text(encoding="utf-8")
        yield str(json.loads(line)["issuer"])
    finally:
        process.kill()
        process.communicate()
        errors.close()


def sign_in_there(browser: httpx.Client, address: str, name: str, back: str) -> str:
    """Sign in and consent at the provider, and return the address with which it sends the browser back.

    Args:
        browser: keeps cookies and follows no redirect.
        address: where our own page sent it.
        name: who it is.
        back: how the address begins that leads back.
    """
    answer = browser.get(address)
    forms = [{"prompt": "login", "login": name, "password": "whatever"}, {"prompt": "consent"}]
    for _ in range(12):
        if answer.status_code in {302, 303}:
            address = urljoin(address, answer.headers["location"])
            if address.startswith(back):
                return address
            answer = browser.get(address)
        else:
            assert answer.status_code == 200, answer.text
            answer = browser.post(address, data=forms.pop(0))
    raise AssertionError("the provider leads round in circles")
