"""An existing book is taken over: all of it or nothing, once, and as the rules would have it."""

from decimal import Decimal
from typing import Any

import pytest

from autossa.domain.imports.faults import Wrong
from autossa.operations.runs import renewals
from autossa.operations.vendor.imports.importing import ImportNotReadable, NothingToImport, Report, import_book
from autossa.queries.runs import verify
from autossa.store import models
from tests.cast.books import day, in_order, together, workbook
from tests.cast.shop import on
from tests.cast.terms import publish_text

pytestmark = [pytest.mark.store, pytest.mark.usefixtures("shop")]
TODAY = "2026-01-20"


def take(sheets: Any, *, dry_run: bool = False, on_day: str = TODAY) -> Report:
    content = sheets if isinstance(sheets, bytes) else workbook(sheets)
    return import_book(content=content, name="book.xlsx", dry_run=dry_run, ctx=on(on_day))


def said(report: Report) -> list[tuple[str, int, str, str]]:
    return [(*fault.place, fault.wrong.value) for fault in report.faults]


def test_what_is_taken_over_stands_as_the_rules_have_it() -> None:
    report = take(together(in_order(1), in_order(2)))
    assert (said(report), report.is_done) == ([], True)
    assert report.new == {"customer": 2, "project": 2, "mandate": 2}
    project = models.Project.objects.get(customer__number="K1")
    assert (project.covered_until, project.free, project.next_run_on) == (day("2026-02-15"), 1250, day("2026-02-01"))
    contract = project.contracts.get()
    assert (contract.status, contract.start, contract.booked_until) == ("active", day("2025-01-15"), day("2026-02-15"))
    assert models.License.objects.get(project=project, code="L1").on_devices == 7
    assert not models.OutboxMessage.objects.filter(project=project.id).exists()
    assert not list(verify.check_all())


def test_the_next_charge_is_that_of_the_rules() -> None:
    report = take(in_order(1))
    (found,) = report.compared
    assert found.next is not None
    assert (found.next.day, found.next.ssc, found.next.net) == (day("2026-02-01"), 20000, 18750)
    project = models.Project.objects.get(customer__number="K1")
    renewals.run_project(project=project.id, ctx=on("2026-02-01"))
    booked = models.Settlement.objects.get(project=project, reason="extension")
    assert (booked.start, booked.ssc, booked.recharged) == (day("2026-02-15"), 20000, 18750)
    assert not list(verify.check_all())


def test_a_trial_writes_nothing() -> None:
    report = take(in_order(1), dry_run=True)
    assert (report.is_done, report.new["project"]) == (False, 1)
    assert not models.Organisation.objects.filter(number="K1").exists()
    assert not models.Import.objects.exists()


def test_a_second_import_of_the_same_does_nothing() -> None:
    take(in_order(1))
    report = take(together(in_order(1), in_order(2)))
    assert report.new == {"customer": 1, "project": 1, "mandate": 1}
    assert report.known_before == {"customer": 1, "project": 1, "mandate": 1}
    again = take(together(in_order(1), in_order(2)))
    assert (again.is_done, sum(again.new.values())) == (True, 0)
    assert models.Project.objects.filter(customer__number__in=("K1", "K2")).count() == 2


def test_what_was_taken_over_with_other_values_is_said() -> None:
    take(in_order(1))
    other = in_order(1)
    other["licenses"][0]["quantity"] = 5
    assert said(take(other)) == [("projects", 2, "reference", "changed")]


def test_one_fault_and_nothing_is_there() -> None:
    wrong = together(in_order(1), in_order(2))
    wrong["licenses"][3]["type"] = "NOPE"
    assert said(take(wrong)) == [("licenses", 5, "type", "no_such_type")]
    assert not models.Organisation.objects.filter(number__startswith="K").exists()


def test_what_is_expected_is_compared() -> None:
    right, wrong = in_order(1), in_order(2)
    right["projects"][0] |= {"expected_on": day("2026-02-01"), "expected_ssc": 200, "expected_net": Decimal("187.5")}
    wrong["projects"][0] |= {"expected_ssc": 199}
    report = take(together(right, wrong))
    assert (report.expected, [one.customer for one in report.differing]) == (2, ["K2"])


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"ends_on": day("2027-01-15")}, "ending"),
        ({"fixed_end": day("2027-01-15")}, "ending"),
        ({"state": "suspended"}, "suspended"),
    ],
)
def test_contracts_that_end_or_are_suspended(more: dict[str, Any], status: str) -> None:
    book = in_order(1)
    book["contracts"][0] |= more
    assert said(take(book)) == []
    assert models.Contract.objects.get(project__customer__number="K1").status == status
    assert not list(verify.check_all())


def test_another_option_from_a_term_end() -> None:
    book = in_order(1)
    book["options"] = [{"project": "P1", "from": day("2027-01-15"), "option": "annual_yearly"}]
    assert said(take(book)) == []
    assert models.Contract.objects.get(project__customer__number="K1").option_from == [day("2027-01-15")]
    assert not list(verify.check_all())


def test_what_was_agreed_to_elsewhere_needs_no_terms_of_ours() -> None:
    publish_text("What holds.", on("2026-01-10"))
    book = in_order(1)
    book["contracts"][0] |= {"anchor": day("2026-01-15"), "booked_until": day("2026-02-15")}
    assert said(take(book)) == []
    assert not list(verify.check_all())


@pytest.mark.parametrize("content", [b"PK\x03\x04broken", b"\xff\xfe", b"sheet\0"])
def test_what_is_no_book_is_said(content: bytes) -> None:
    with pytest.raises(ImportNotReadable):
        take(content)


@pytest.mark.parametrize("content", [b"nonsense\n", b"", b"sheet,number,name\n", workbook({})])
def test_a_file_without_a_row_is_refused(content: bytes) -> None:
    with pytest.raises(NothingToImport):
        take(content)


def test_csv_is_a_book_too() -> None:
    rows = [
        "sheet,number,name,reference,customer,project,license,type,quantity,acquired_on",
        "customers,K1,Customer 1,,,,,,,", "projects,,Office,P1,K1,,,,,", "licenses,,,,,P1,L1,PORT,3,2025-01-01",
    ]  # fmt: skip
    report = take("\n".join(rows).encode())
    assert (said(report), report.is_done) == ([], True)
    assert models.LicenseLine.objects.get(project__customer__number="K1").quantity == 3


def test_unknown_sheets_and_columns_are_said() -> None:
    report = take(b"sheet,number,name,colour\ncustomers,K1,A,blue\nanimals,,Rex,\n")
    assert [fault.wrong for fault in report.faults] == [Wrong.UNKNOWN_SHEET, Wrong.UNKNOWN_COLUMN]
