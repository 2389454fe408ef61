"""Sums of claims and payments that triggers keep: nobody else writes them, and they never say too much."""

import pytest

from tests.store.books import Session, ask, refusal
from tests.store.test_constraints import name_in

pytestmark = pytest.mark.store

RIGHTS, GUARD = "42501", "23001"
ONE = "id = (SELECT id FROM claims WHERE rest > 0 LIMIT 1)"


def test_the_application_writes_no_claims(books: dict[str, Session]) -> None:
    for statement in ("INSERT INTO claims (id) VALUES (gen_random_uuid())", "UPDATE claims SET noted = 0"):
        assert refusal(books["app"], statement).sqlstate == RIGHTS


@pytest.mark.parametrize(
    ("statement", "constraint"),
    [
        (f"UPDATE claims SET allocated = gross + 1 WHERE {ONE}", "claims_allocated"),
        (f"UPDATE claims SET noted = gross + 1 WHERE {ONE}", "claims_noted"),
        (f"UPDATE claims SET given_up = -1 WHERE {ONE}", "claims_given_up"),
        (f"UPDATE claims SET gross = gross + 1 WHERE {ONE}", "claims_frozen"),
        ("UPDATE payments SET paid_out = amount + 1", "payments_allocated"),
        ("UPDATE payments SET returned = amount WHERE allocated > 0", "payments_returned"),
        ("UPDATE payments SET moved = 1 WHERE amount > 1", "payments_moved"),
    ],
)
def test_sums_never_say_too_much(books: dict[str, Session], statement: str, constraint: str) -> None:
    for who in ("owner", "superuser"):
        assert name_in(refusal(books[who], statement)) == constraint


@pytest.mark.parametrize(
    ("columns", "constraint"),
    [
        ("'gift', gross, 0", "claims_kind"),
        ("kind, 0, 0", "claims_gross"),
        ("kind, gross, 1", "claims_new"),
    ],
)
def test_a_claim_begins_as_its_document_says(books: dict[str, Session], columns: str, constraint: str) -> None:
    insert = (
        "INSERT INTO claims (id, payer, currency, number, method, day, due_on, kind, gross, noted, allocated, given_up)"
        f" SELECT gen_random_uuid(), payer, currency, number, method, day, due_on, {columns}, 0, 0 FROM claims LIMIT 1"
    )
    for who in ("owner", "superuser"):
        assert name_in(refusal(books[who], insert)) == constraint


def test_claims_are_never_deleted(books: dict[str, Session]) -> None:
    assert refusal(books["owner"], "DELETE FROM claims").sqlstate == GUARD


def test_no_more_is_given_up_than_is_left(books: dict[str, Session]) -> None:
    paid = "UPDATE claims SET allocated = gross - noted WHERE id IN (SELECT document FROM write_offs WHERE day IS NULL)"
    approved = "UPDATE write_offs SET day = '2026-07-01', approved_at = now(), approved_by = gen_random_uuid()"
    for who in ("owner", "superuser"):
        assert name_in(refusal(books[who], paid, approved)) == "write_offs_counted"


def test_what_is_left_is_what_the_rows_say(books: dict[str, Session]) -> None:
    wrong = """
    SELECT c.id FROM claims c
    LEFT JOIN LATERAL (SELECT sum(amount) AS sum FROM allocations WHERE document = c.id) a ON true
    LEFT JOIN LATERAL (SELECT sum(amount) AS sum FROM write_offs WHERE document = c.id AND day IS NOT NULL) w ON true
    LEFT JOIN LATERAL (SELECT -sum(gross) AS sum FROM invoices WHERE corrects = c.id) n ON true
    WHERE (c.allocated, c.given_up, c.noted) <> (coalesce(a.sum, 0), coalesce(w.sum, 0), coalesce(n.sum, 0))
        OR c.rest <> greatest(c.gross - c.noted - c.allocated - c.given_up, 0)
    """
    assert ask(books["superuser"], wrong) == []
