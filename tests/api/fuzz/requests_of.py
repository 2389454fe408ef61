"""Requests out of the API's document: as it says, or not; with ids that are there, or not."""

from typing import Any

from hypothesis import strategies as st
from schemathesis import GenerationMode

MODES = (GenerationMode.POSITIVE, GenerationMode.POSITIVE, GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
VERSIONS = ("*", '"0123456789abcdef"', "")
Known = dict[str, tuple[str, ...]]


@st.composite
def requests_of(draw: st.DrawFn, operation: Any, known: Known) -> Any:
    """One request of an operation: three of four are as the document says, and most name what is there."""
    case = draw(operation.as_strategy(generation_mode=draw(st.sampled_from(MODES))))
    for name in case.path_parameters or {}:
        if name in known and draw(st.integers(0, 9)):
            case.path_parameters[name] = draw(st.sampled_from(known[name]))
    if isinstance(case.body, dict):
        case.body = _within(draw, case.body, known)
    headers = dict(case.headers or {})
    headers.pop("Authorization", None)
    if draw(st.booleans()):
        headers["If-Match"] = draw(st.sampled_from(VERSIONS))
    case.headers = headers
    return case


def _within(draw: st.DrawFn, body: dict[str, Any], known: Known) -> dict[str, Any]:
    """The same, with ids that are there; what was agreed to is left out most of the time."""
    found = {}
    for name, value in body.items():
        if name == "agreed" and draw(st.integers(0, 3)):
            continue
        is_id = isinstance(value, str) and name in known and draw(st.integers(0, 4))
        found[name] = draw(st.sampled_from(known[name])) if is_id else value
    return found
