"""What programs are told stays within what the RFCs allow."""

import re

import pytest

from fracttal_console.texts.oauth import OAUTH_DESCRIPTIONS, oauth_description

# RFC 6749 section 5.2: error_description is of %x20-21 / %x23-5B / %x5D-7E.
ALLOWED = re.compile(r"[\x20-\x21\x23-\x5B\x5D-\x7E]+")


@pytest.mark.parametrize("cause", OAUTH_DESCRIPTIONS)
def test_a_description_has_only_allowed_characters(cause: str) -> None:
    assert ALLOWED.fullmatch(oauth_description(cause))


def test_a_cause_without_a_description_is_not_explained() -> None:
    assert oauth_description("something_else") == ""
