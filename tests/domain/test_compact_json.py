"""JSON as seals and answers need it: byte for byte what the library writes."""

import json
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fracttal_console.domain.compact_json import _made_once, compact_json

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(VALUES)
def test_it_is_what_the_library_writes(value: object) -> None:
    assert compact_json(value) == json.dumps(value, separators=(",", ":"))


def test_what_is_no_json_is_refused() -> None:
    with pytest.raises(TypeError, match="not JSON serializable"):
        compact_json({"secret": object()})


@pytest.mark.parametrize("make", [None, lambda: None])
def test_a_python_that_makes_encoders_in_another_way_writes_the_same(make: Callable[[], None] | None) -> None:
    assert _made_once(make)(["ñ", 1, {"a": None}]) == '["\\u00f1",1,{"a":null}]'
