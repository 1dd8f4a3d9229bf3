"""JSON without spaces and in ASCII: what seals cover, what events hold and what programs are answered."""

import json
from collections.abc import Callable
from json import encoder
from typing import Any

_usual = json.JSONEncoder(separators=(",", ":"))


def _made_once(make: Callable[..., Any] | None) -> Callable[[object], str]:
    # `JSONEncoder.encode` makes its encoder of C anew at each call, which takes longer than what that does
    try:
        if make is not None:
            parts = make(
                markers=None, default=_usual.default, encoder=encoder.encode_basestring_ascii, indent=None,
                key_separator=":", item_separator=",", sort_keys=False, skipkeys=False, allow_nan=True,
            )  # fmt: skip
            return lambda content: "".join(parts(content, 0))
    except TypeError:
        pass  # another Python makes it in another way
    return _usual.encode


compact_json: Callable[[object], str] = _made_once(getattr(encoder, "c_make_encoder", None))
"""Return a value as JSON: the text that `json.dumps` gives with separators without spaces."""
