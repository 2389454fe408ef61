"""Which part of a file a request asks for."""

import pytest

from autossa.portal.releases.ranges import NotSatisfiable, Part, asked_part

ETAG, SIZE = '"abc"', 100


@pytest.mark.parametrize(
    ("asked", "part"),
    [
        (None, None),
        ("bytes=0-9", Part(0, 10)),
        ("bytes=90-", Part(90, 10)),
        ("bytes=90-1000", Part(90, 10)),
        ("bytes=99-99", Part(99, 1)),
        ("bytes=-10", Part(90, 10)),
        ("bytes=-1000", Part(0, 100)),
        ("Bytes= 0-9 ", Part(0, 10)),
        ("bytes=0-9,20-29", None),
        ("bytes=9-0", None),
        ("bytes=-", None),
        ("bytes=a-b", None),
        ("bytes=+1-2", None),
        ("lines=0-9", None),
        ("bytes=" + "9" * 40 + "-", None),
    ],
)
def test_a_part_or_all_of_it(asked: str | None, part: Part | None) -> None:
    assert asked_part(asked, None, ETAG, SIZE) == part


@pytest.mark.parametrize("asked", ["bytes=100-", "bytes=100-200", "bytes=-0", "bytes=999999999999999999-"])
def test_what_is_not_there(asked: str) -> None:
    with pytest.raises(NotSatisfiable):
        asked_part(asked, None, ETAG, SIZE)


@pytest.mark.parametrize(
    ("condition", "is_part"),
    [
        (ETAG, True),
        (f" {ETAG} ", True),
        ('"other"', False),
        (f"W/{ETAG}", False),
        ("Mon, 02 Feb 2026 12:00:00 GMT", False),
    ],
)
def test_a_part_of_the_same_file_alone(condition: str, is_part: bool) -> None:
    assert (asked_part("bytes=0-9", condition, ETAG, SIZE) is not None) is is_part


def test_what_the_answer_says_of_it() -> None:
    assert Part(90, 10).content_range(SIZE) == "bytes 90-99/100"
