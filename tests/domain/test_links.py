"""Links are understood in one form only: they come from outside."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fracttal_console.domain.errors import LinkInvalid
from fracttal_console.domain.links import Link, LinkNoun, parsed_link


@given(st.sampled_from(LinkNoun), st.integers(1, 2**63 - 1))
def test_what_is_written_is_read_again(noun: LinkNoun, number: int) -> None:
    link = Link(noun, number)
    assert parsed_link(str(link)) == link


@pytest.mark.parametrize(
    "text",
    [
        "", "fracttal-console:", "fracttal-console://", "fracttal-console://consumer", "fracttal-console://consumer/",
        "fracttal-console://consumer/0", "fracttal-console://consumer/01", "fracttal-console://consumer/-1",
        "fracttal-console://consumer/1/", "fracttal-console://consumer/1?revoke=1", "fracttal-console://consumer/1#x",
        "fracttal-console://consumer/1\n", " fracttal-console://consumer/1", "FRACTTAL-CONSOLE://consumer/1",
        "fracttal-console://consumer/٣", "fracttal-console://secret/1", "fracttal-console://consumer/9223372036854775808",
        "https://consumer/1", "fracttal-console://consumer/../person/1", "fracttal-console://user@consumer/1",
    ],
)  # fmt: skip
def test_everything_else_leads_nowhere(text: str) -> None:
    with pytest.raises(LinkInvalid):
        parsed_link(text)
