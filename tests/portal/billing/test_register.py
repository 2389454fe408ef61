"""The register: what people look for is found, page by page, by those alone who may see it; the same as a file."""

import csv
import io
import zipfile
from datetime import date, timedelta
from typing import Any

import pytest

from autossa.domain.billing.books.items import Claim, ClaimKind, Item, state_of
from autossa.domain.billing.vat import Treatment
from autossa.domain.rights import Right
from autossa.operations.billing import corrections, order_numbers
from autossa.queries.billing.register.asked import Asked, Sort, Which
from autossa.queries.billing.register.listing import EVERYTHING, Register, Scope, each_document, read_register
from autossa.store import models
from autossa.store.exact import fraction
from autossa.store.ids import public_id
from tests.cast.pages import html, text_of
from tests.cast.people import People, ctx
from tests.cast.shop import VERA, Shop, d, on
from tests.store.looking import settlement_ids

pytestmark = [pytest.mark.store, pytest.mark.django_db]
DAY = date(2026, 2, 20)


@pytest.fixture
def documents(shop: Shop) -> Shop:
    """Four invoices of two projects, one of which is taken back; and an order number on those of the second."""
    office = shop.booked()
    order_numbers.set_order_number(payer=shop.alice, number="PO 47-Ü", starts_on=d("2026-01-20"), ctx=on("2026-01-20"))
    shop.booked("Branch & Söhne", "2026-02-01")
    corrections.void(settlement=settlement_ids(office, "extension")[0], reason="wrong", ctx=on("2026-01-20", VERA))
    return shop


def found(words: str = "", **more: Any) -> list[str]:
    return [row.number for row in read_register(Asked(words, **more), EVERYTHING, DAY).rows]


def numbers(**of: Any) -> list[str]:
    rows = models.Invoice.objects.filter(**of).order_by("-id")
    return [row.full_number for row in rows]


# ---------------------------------------------------------------- what is found


def test_everything_newest_first(documents: Shop) -> None:
    assert found() == numbers()
    assert found(sort=Sort.OLDEST) == numbers()[::-1]
    largest = [row.gross for row in read_register(Asked(sort=Sort.LARGEST), EVERYTHING, DAY).rows]
    assert largest == sorted(largest, reverse=True)


@pytest.mark.parametrize("words", ["INV-2026-000001", "inv-2026-1", "2026-000001"])
def test_by_number(documents: Shop, words: str) -> None:
    assert set(found(words)) <= {"INV-2026-000001", "CN-2026-000001"}
    assert "INV-2026-000001" in found(words)


def test_by_number_of_a_credit_note(documents: Shop) -> None:
    assert found("CN-2026-1") == ["CN-2026-000001"]
    assert found("INV-2027-1") == []


def test_by_payer_project_and_order_number(documents: Shop) -> None:
    assert found("alice") == numbers()
    assert found("Soehne") == numbers(section="Branch & Söhne")
    assert found("söhne ALICE") == numbers(section="Branch & Söhne")
    assert found("charlie") == []
    assert found("47-u") == numbers(order_number="PO 47-Ü")
    assert found("PO 47-Ü") == numbers(order_number="PO 47-Ü") != []


def test_by_amount_however_it_is_written(documents: Shop) -> None:
    gross = models.Invoice.objects.order_by("id")[0].gross
    assert gross == 119_00
    expected = numbers(gross__in=[gross, -gross])
    for words in ("119", "119.00", "119,00", "-119.00", "\N{MINUS SIGN}119,0"):
        assert set(expected) <= set(found(words)), words
    assert found("119.01") == []


def test_a_wildcard_is_a_letter(documents: Shop) -> None:
    for words in ("%", "_", "47_u", "\\"):
        assert found(words) == []


def test_by_amounts_from_to_with_credit_notes(documents: Shop) -> None:
    assert found(least=fraction(119), most=fraction(119)) == numbers(gross__in=[119_00, -119_00])
    assert found(least=fraction("119.005")) == []
    assert found(most=fraction("118.99")) == []


def test_where_more_match_than_are_looked_up_each_is_tried(documents: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = found("alice")
    monkeypatch.setattr("autossa.queries.billing.register.search.MOST_KEYS", 0)
    assert found("alice") == expected


# ---------------------------------------------------------------- states


def as_item(row: models.Invoice) -> Item:
    notes = models.Invoice.objects.filter(corrects=row.pk).order_by("id")
    return Item(_claim(row, ClaimKind.INVOICE), tuple(_claim(note, ClaimKind.CREDIT_NOTE) for note in notes))


def _claim(row: models.Invoice, kind: ClaimKind) -> Claim:
    due = row.due_on or row.issued_on
    return Claim(
        kind, str(row.id), row.full_number, row.issued_on, due, str(row.payer), row.currency, row.net, row.tax,
        row.gross, fraction(row.tax_rate), Treatment.DOMESTIC,
    )  # fmt: skip


@pytest.mark.parametrize("after", [0, 4, 5, 13, 14, 15, 60])
def test_states_are_those_of_the_domain_on_any_day(documents: Shop, after: int) -> None:
    day = d("2026-01-15") + timedelta(days=after)
    expected = {
        row.full_number: state_of(as_item(row), day)
        for row in models.Invoice.objects.filter(series="INV", issued_on__lte=day)
    }
    rows = read_register(Asked(), EVERYTHING, day).rows
    assert {row.number: row.state for row in rows if row.state and row.issued_on <= day} == expected


def test_what_is_narrowed_to_a_state_is_all_of_it_today(documents: Shop) -> None:
    items = {row.full_number: as_item(row) for row in models.Invoice.objects.filter(series="INV")}
    for which in (Which.OPEN, Which.OVERDUE, Which.CREDITED):
        narrowed = {row.number for row in read_register(Asked(which=which), EVERYTHING, DAY).rows}
        assert narrowed == {number for number, item in items.items() if state_of(item, DAY).value == which.value}
    notes = read_register(Asked(which=Which.NOTES), EVERYTHING, DAY).rows
    assert [(row.number, row.corrects, row.state) for row in notes] == [("CN-2026-000001", "INV-2026-000001", None)]


# ---------------------------------------------------------------- pages


@pytest.mark.parametrize("sort", list(Sort))
def test_pages_follow_each_other_without_a_gap(documents: Shop, sort: Sort) -> None:
    whole = [row.number for row in read_register(Asked(sort=sort), EVERYTHING, DAY).rows]
    after, walked = "", list[str]()
    while True:
        page: Register = read_register(Asked(sort=sort, after=after), EVERYTHING, DAY, limit=1)
        walked += [row.number for row in page.rows]
        if not (after := page.next_after):
            break
    assert walked == whole == [row.number for row in each_document(Asked(sort=sort, after="x"), EVERYTHING, DAY)]


@pytest.mark.parametrize("after", ["x", "1", "1.2", ".", "1." + "0" * 40, "9" * 30 + ".x", "٣.٣"])
def test_a_key_that_is_none_is_the_beginning(documents: Shop, after: str) -> None:
    assert found(after=after) == numbers()


def test_a_page_is_few_statements(documents: Shop, django_assert_max_num_queries: Any) -> None:
    """That they are served by indexes is asked of twenty thousand rows, in tests/scale."""
    with django_assert_max_num_queries(5):
        found()
    with django_assert_max_num_queries(9):
        found("INV-2026-1")


def test_a_scope_holds_what_is_paid_and_its_projects_alone(documents: Shop) -> None:
    nobody = Scope(projects=(), payer=documents.charlie)
    assert read_register(Asked(), nobody, DAY).rows == ()
    mine = Scope(payer=documents.alice)
    assert [row.number for row in read_register(Asked(), mine, DAY).rows] == numbers()
    (project, *_) = models.Project.objects.filter(name="Office").values_list("id", flat=True)
    rows = read_register(Asked(), Scope(projects=(project,)), DAY).rows
    assert [row.number for row in rows] == numbers(project=project)


# ---------------------------------------------------------------- the pages


def test_staff_searches_everything(team: People) -> None:
    said = text_of(team["finance"].get("/invoices/"))
    assert "INV-2026-000001" in said
    assert "Alice Ltd" in said
    assert "Overdue" in said
    assert "No invoice matches" in text_of(team["finance"].get("/invoices/?q=nothing-of-it"))
    assert "INV-2026-000001" in text_of(team["finance"].get("/invoices/?q=alice&state=overdue&least=1&sort=largest"))
    wrong = team["finance"].get("/invoices/?least=one&state=nonsense&sort=none&after=x")
    assert "INV-2026-000001" in text_of(wrong)  # what makes no sense is said, and passed over


def test_customers_see_their_own_and_nobody_elses(team: People) -> None:
    own = team.organisation(team.shop.alice, "invoices/")
    assert "INV-2026-000001" in text_of(team["victor"].get(own))
    assert team["victor"].get("/invoices/").status_code == 404
    assert team["paul"].get(own).status_code == 404
    charlies = team.organisation(team.shop.charlie, "invoices/")
    assert team["bob"].get(charlies).status_code == 404
    assert "Nothing invoiced yet" in text_of(team["finance"].get(charlies))


def test_partners_see_those_of_customers_that_gave_them_billing(team: People) -> None:
    own = team.organisation(team.partner, "invoices/")
    assert "Nothing invoiced yet" in text_of(team["paul"].get(own))
    team.hand_over(Right.LICENSES)
    assert "Nothing invoiced yet" in text_of(team["paul"].get(own))
    team.hand_over(Right.BILLING)
    page = team["paul"].get(own)
    assert "INV-2026-000001" in text_of(page)
    assert "invoices/sums/" in html(page)


def test_a_projects_invoices_are_searched_too(team: People) -> None:
    assert team.of_project("invoices/search/") in html(team["bob"].get(team.of_project("invoices/")))
    assert "INV-2026-000001" in text_of(team["bob"].get(team.of_project("invoices/search/?q=2026-1")))
    assert "No invoice matches" in text_of(team["bob"].get(team.of_project("invoices/search/?q=2025-1")))
    assert team["paul"].get(team.of_project("invoices/search/")).status_code == 404


def test_files_have_what_is_listed_and_no_formulas(team: People) -> None:
    models.Organisation.objects.filter(pk=team.shop.alice).update(name="=1+1", changed_at=ctx().now)
    response = team["finance"].get("/invoices/export/csv/?q=INV-2026-1")
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    head, *rows = list(csv.reader(io.StringIO(text)))
    assert head[:2] == ["Number", "For invoice"]
    (row,) = [row for row in rows if row[0] == "INV-2026-000001"]
    assert row[head.index("Payer")] == "'=1+1"
    assert row[head.index("Gross")] == "119.00"
    sheet = team["finance"].get("/invoices/export/xlsx/")
    with zipfile.ZipFile(io.BytesIO(b"".join(sheet.streaming_content))) as book:
        assert b"INV-2026-000001" in book.read("xl/worksheets/sheet1.xml")
    assert team["finance"].get("/invoices/export/pdf/").status_code == 404
    own = team.organisation(team.shop.alice, "invoices/export/csv/")
    assert b"INV-2026-000001" in b"".join(team["bob"].get(own).streaming_content)
    assert team["paul"].get(own).status_code == 404
    assert b"INV-2026-000001" in b"".join(team["bob"].get(team.of_project("invoices/export/csv/")).streaming_content)


def test_what_was_searched_for_stays_on_the_next_page(team: People, monkeypatch: pytest.MonkeyPatch) -> None:
    from autossa.queries.billing.register import listing

    monkeypatch.setattr(listing.read_register, "__defaults__", (1,))
    models.Invoice.objects.get()
    team.shop.booked("Branch", "2026-02-01")
    page = html(team["finance"].get("/invoices/?q=alice&sort=oldest&least=1"))
    assert "?q=alice&amp;least=1&amp;sort=oldest&amp;after=" in page
    assert public_id("inv", models.Invoice.objects.order_by("id")[0].id) in page
