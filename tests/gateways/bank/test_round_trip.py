"""What a bank wrote is what is read, in both versions, in any pieces, any number of times."""

import io
import zipfile
from itertools import chain

from hypothesis import assume, given
from hypothesis import strategies as st

from autossa.domain.billing.bank.statements import Statement
from autossa.workbench.bank.statements import Styles, Version
from tests.gateways.bank.made import Read, entries, file, files, nameless, read, styles, tried, versions


@tried
@given(files, versions, styles)
def test_what_is_written_is_read(given: Read, version: Version, style: Styles) -> None:
    found = read(file(given, version, style))
    assert [head for head, _ in found] == [head for head, _ in given]
    assert [nameless(listed) for _, listed in found] == [nameless(listed) for _, listed in given]


@tried
@given(files)
def test_what_is_read_adds_up(given: Read) -> None:
    for entry in entries(file(given, Version.V02)):
        assert sum(one.total for one in entry.transactions) == entry.amount


@tried
@given(files, styles)
def test_the_same_in_both_versions(given: Read, style: Styles) -> None:
    assert read(file(given, Version.V02, style)) == read(file(given, Version.V08, style))


@tried
@given(files, versions, versions, st.booleans(), st.data())
def test_halves_and_overlaps_of_a_statement_are_recognised(
    given: Read, one: Version, other: Version, has_references: bool, data: st.DataObject
) -> None:
    """Alike ones are left out here: two of them in two halves count as one (decision 67)."""
    alike = [(entry.day, entry.amount) for _, listed in given for entry in listed]
    assume(len(set(alike)) == len(alike))
    style = Styles(has_references=has_references)
    whole = {entry.identity for entry in entries(file(given, one, style))}
    assert len(whole) == len(alike)
    cut = [(head, listed, data.draw(st.integers(0, len(listed)))) for head, listed in given]
    first = [(head, listed[:at]) for head, listed, at in cut]
    second = [(head, listed[max(at - 1, 0) :]) for head, listed, at in cut]  # one entry is in both
    parts = [file(first, other, style), file(second, one, style), file(first, one, style)]
    assert {entry.identity for entry in chain.from_iterable(map(entries, parts))} == whole


@tried
@given(files, versions)
def test_an_archive_is_read_as_its_files(given: Read, version: Version) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, one in enumerate(given):
            archive.writestr(f"folder/{number:02d}.XML", file([one], version))
        archive.writestr("readme.txt", "not a statement")
    assert read(packed.getvalue()) == read(file(given, version))


def test_a_statement_without_entries_is_still_one() -> None:
    empty = Statement("DE02120300000000202051", "S1", "EUR")
    assert read(file([(empty, [])], Version.V08)) == [(empty, [])]
