"""A list of releases: a dry run says what is done, then it is; every wrong line is told, and nothing is half done."""

import pytest

from autossa.operations.releases import lists, releases
from autossa.operations.releases.imports import import_list, plan_import
from autossa.queries.releases.catalogue import load_catalogue
from autossa.queries.releases.tables import list_releases
from autossa.store import models
from tests.cast.days import d
from tests.cast.shop import Shop, on
from tests.operations.releases.shelf import MONDAY, branch, drafted, product, published

pytestmark = [pytest.mark.store, pytest.mark.django_db]

GOOD = """\
product,branch,version,released_on,class,features,requires,supported_until,notes
PBX,14,14.0,2026-01-10,feature,PORT OPERATOR,,2027-12-31,"First, of all"
PBX,14,14.1,2026-02-10,maintenance,,PORT,,
PBX,15,15.0,2026-06-01,feature,,,,
"""


def steps(text: str, *, publish: bool = False) -> list[tuple[int, str, str]]:
    return [(step.listed.line, step.deed.value, step.name) for step in plan_import(text, publish=publish)]


def wrong(text: str) -> list[tuple[int, str]]:
    with pytest.raises(lists.ListRefused) as refused:
        import_list(text, ctx=on(MONDAY))
    return [(problem.line, problem.error.code) for problem in refused.value.problems]


@pytest.fixture(autouse=True)
def pbx(shop: Shop) -> object:
    return product()


def test_a_dry_run_writes_nothing_and_says_what_the_deed_does() -> None:
    planned = plan_import(GOOD)
    assert not models.Branch.objects.exists()
    assert import_list(GOOD, ctx=on(MONDAY)) == planned
    assert [(step.deed.value, step.name) for step in planned] == [
        ("add_branch", "14"), ("add_branch", "15"), ("draft", "14.0"), ("draft", "14.1"), ("draft", "15.0"),
    ]  # fmt: skip
    assert {row["version"]: row["state"] for row in list_releases()} == dict.fromkeys(("14.0", "14.1", "15.0"), "draft")


def test_what_is_published_stands_in_the_catalogue() -> None:
    import_list(GOOD, publish=True, ctx=on(MONDAY))
    found = load_catalogue()
    first = next(one for one in found.releases if one.version == "14.0")
    assert (first.features, first.requires, first.released_on) == (
        {"PORT", "OPERATOR"}, frozenset(), d("2026-01-10"),
    )  # fmt: skip
    assert found.supported_until == {("PBX", "14"): d("2027-12-31")}
    assert models.Release.objects.get(version="14.0").notes == "First, of all"


def test_a_second_import_changes_nothing() -> None:
    import_list(GOOD, publish=True, ctx=on(MONDAY))
    before = models.Activity.objects.count()
    assert {deed for _, deed, _ in steps(GOOD, publish=True)} == {"keep"}
    import_list(GOOD, publish=True, ctx=on(MONDAY))
    assert models.Activity.objects.count() == before


def test_drafts_are_edited_and_keep_their_notes(pbx: object) -> None:
    key = drafted(branch(pbx), "14.0", notes="Kept.")
    listed = "product,branch,version,released_on,supported_until\nPBX,14,14.0,2026-03-01,2027-01-31\n"
    assert steps(listed) == [(2, "set_support", "14"), (2, "edit", "14.0")]
    import_list(listed, ctx=on(MONDAY))
    row = models.Release.objects.get(pk=key)
    assert (row.released_on, row.notes, row.branch.supported_until) == (d("2026-03-01"), "Kept.", d("2027-01-31"))


def test_what_is_out_is_not_changed_by_a_list(pbx: object) -> None:
    published(branch(pbx))
    branch(pbx, "15")
    assert wrong("product,branch,version,released_on\nPBX,14,14.0,2026-02-03\n") == [(2, "released_otherwise")]
    assert wrong("product,branch,version,released_on\nPBX,15,14.0,2026-02-02\n") == [(2, "on_another_branch")]


@pytest.mark.parametrize("separator", [";", "\t"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_lists_as_spreadsheets_write_them(separator: str, mark: str) -> None:
    rows = [line.split(",") for line in ("product,branch,version,released_on", "PBX,14,14.0,2026-01-10", ",,,")]
    text = mark + "\r\n".join(separator.join(row) for row in rows) + "\r\n"
    assert [name for _, _, name in steps(text)] == ["14", "14.0"]


def test_every_wrong_line_is_told_and_nothing_is_written() -> None:
    text = """\
product,branch,version,released_on,class,channel,features,supported_until
PBX,14,14.0,2026-01-10,,,,2027-01-01
NONE,14,14.1,2026-01-10,,,,
PBX,14,14.2,2026-13-01,,,,
PBX,14,14.3,,,,,
PBX,14,14.4,2026-01-10,big,,,
PBX,14,14.5,2026-01-10,,nightly,,
PBX,14,14.6,2026-01-10,,,NONE,
PBX,,14.7,2026-01-10,,,,
PBX,14,14.0,2026-01-10,,,,2027-01-02
PBX,14,14.8,2026-01-10,,,,,,more
PBX,14,14.9\u202e,2026-01-10,,,,
"""
    assert wrong(text) == [
        (3, "product_unknown"), (4, "not_a_day"), (5, "text_missing"), (6, "class_unknown"), (7, "channel_unknown"),
        (8, "type_unknown"), (9, "text_missing"), (10, "listed_twice"), (10, "support_listed_otherwise"),
        (11, "cells_too_many"), (12, "character_not_allowed"),
    ]  # fmt: skip
    assert not models.Branch.objects.exists()


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        (",14,14.0,2026-01-10,,,", "product"), ("PBX,,14.0,2026-01-10,,,", "branch"),
        ("PBX,14,,2026-01-10,,,", "version"), ("PBX,14,14.0,,,,", "released_on"),
        ("PBX,14,14.0,01/02/2027,,,", "released_on"), ("PBX,14,14.0,31.1.2026,,,", "released_on"),
        ("PBX,14,14.0,2026-1-31,,,", "released_on"), ("PBX,14,14.0,2026-01-10,01/02/2027,,", "supported_until"),
        ("PBX,14,14.0,2026-01-10,,big,", "class"), ("PBX,14,14.0,2026-01-10,,,nightly", "channel"),
        ("NONE,14,14.0,2026-01-10,,,", ""),
    ],
)  # fmt: skip
def test_a_problem_names_its_column(cells: str, column: str) -> None:
    with pytest.raises(lists.ListRefused) as refused:
        plan_import(f"product,branch,version,released_on,supported_until,class,channel\n{cells}\n")
    assert [problem.column for problem in refused.value.problems] == [column]


@pytest.mark.parametrize(
    ("lines", "problems"),
    [
        (["15.0,2026-06-01,2026-05-31"], [2]),
        (["15.0,2026-06-01,2026-06-01"], []),
        (["15.0,2026-01-10,2026-05-31", "15.1,2026-06-01,"], [2]),
        (["15.1,2026-06-01,", "15.0,2026-01-10,2026-05-31"], [3]),
        (["15.0,2026-01-10,2026-02-28"], [2]),  # 15.9 of the catalogue is of 1 March
        (["15.0,2026-04-02,", "15.1,2026-03-31,"], [2]),  # the catalogue supports it until 31 March
        (["15.9,2026-02-10,2026-02-28"], []),  # a draft that the list sets earlier
    ],
)
def test_no_release_comes_after_the_last_supported_day(pbx: object, lines: list[str], problems: list[int]) -> None:
    there = branch(pbx, "15")
    drafted(there, "15.9", "2026-03-01")
    models.Branch.objects.filter(pk=there).update(supported_until=d("2026-03-31"))
    text = "product,branch,version,released_on,supported_until\n" + "".join(f"PBX,15,{line}\n" for line in lines)
    if problems:
        assert wrong(text) == [(line, "released_after_support") for line in problems]
    else:
        assert plan_import(text)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", lists.ColumnMissing),
        ("product,branch,version\n", lists.ColumnMissing),
        ("product,branch,version,released_on,colour\n", lists.ColumnUnknown),
        ("product,branch,version,released_on,version\n", lists.ColumnUnknown),
        ('product,branch,version,released_on\nPBX,14,"14.0,2026-01-10\n', lists.ListRefused),
        ("product,branch,version,released_on\n" + "PBX,14,14.0,2026-01-10\n" * 5001, lists.ListTooLong),
    ],
)
def test_files_that_are_no_list(text: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        plan_import(text)


def test_a_failure_within_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**_: object) -> None:
        raise releases.ReleaseNotFound

    monkeypatch.setattr(releases, "publish", fail)
    with pytest.raises(releases.ReleaseNotFound):
        import_list(GOOD, publish=True, ctx=on(MONDAY))
    assert not models.Release.objects.exists()
    assert not models.Branch.objects.exists()
