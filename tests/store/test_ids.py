"""Public ids: a prefix and letters that sort like the id, read back only as what they are."""

from uuid import UUID

import pytest

from autossa.store.ids import new_id, new_id_text, public_id, read_public_id

IDS = [
    (UUID(int=0), "prj_00000000000000000000000000"),
    (UUID(int=31), "prj_0000000000000000000000000z"),
    (UUID(int=(1 << 128) - 1), "prj_7zzzzzzzzzzzzzzzzzzzzzzzzz"),
    (UUID("01a20c13-ccc5-7445-81f7-6e4dbff6d31a"), "prj_01m8617k65eh2r3xve9pzzdmrt"),
]


@pytest.mark.parametrize(("value", "text"), IDS)
def test_an_id_is_written_and_read(value: UUID, text: str) -> None:
    assert public_id("prj", value) == text
    assert read_public_id("prj", text) == value


@pytest.mark.parametrize(
    "text",
    [
        "", "prj", "prj_", "prj_0", "lic_00000000000000000000000000", "prj_0000000000000000000000000",
        "prj_000000000000000000000000000", "prj_0000000000000000000000000u", "prj_8zzzzzzzzzzzzzzzzzzzzzzzzz",
        "PRJ_00000000000000000000000000", "prj_0000000000000000000000000Z", "prj_0000000000000000000000000é",
        " prj_00000000000000000000000000", "prj_00000000000000000000000000\n",
    ],
)  # fmt: skip
def test_what_is_no_such_id_is_not_read(text: str) -> None:
    with pytest.raises(ValueError, match="is not an id of the form prj_"):
        read_public_id("prj", text)


def test_later_ids_sort_later_in_both_forms() -> None:
    """Journals are read in the order of their ids."""
    made = [new_id() if n % 2 else UUID(new_id_text()) for n in range(5000)]
    assert made == sorted(made)
    assert len(set(made)) == 5000
    texts = [public_id("trf", value) for value in made]
    assert texts == sorted(texts)
    assert [read_public_id("trf", text) for text in texts] == made
