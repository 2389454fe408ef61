"""Which documents a payment is for, in the order of the rule, and that nothing is guessed (billing 10, 11)."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autossa.domain.billing.payments.facts import Why
from autossa.domain.billing.payments.matching import Hint, Incoming, Matched, Suggestion, Waiting, Waits, match
from autossa.domain.billing.payments.open_book import Candidate, OpenBook
from autossa.domain.billing.references import creditor_reference, everything_reference, grouped
from tests.domain.billing.payments.story import d


def document(number: int, payer: str, rest: int, due: str = "01-24", **more: object) -> Candidate:
    name = f"INV-2026-{number:06d}"
    return Candidate(str(number), payer, name, creditor_reference(name), "EUR", d(due), rest, **more)  # type: ignore[arg-type]


ADA, BEN = "ada", "ben"
BOOK = OpenBook(
    (
        document(1, ADA, 11900),
        document(2, ADA, 5950, "03-01"),
        document(3, ADA, 5950, "01-20"),
        document(4, BEN, 11900),
        document(5, BEN, 0),
        document(6, ADA, 700, "01-02", can_match=False),
        replace(document(7, BEN, 100), currency="USD"),
    ),
    {everything_reference("C-10001"): ADA},
    {ADA: "Hotel Seeblick GmbH", BEN: "Ö-Bau"},
)


def came(amount: int, text: str = "", payer: str = "", **more: str) -> Incoming:
    return Incoming(d("02-01"), amount, "EUR", text, payer=payer, **more)


def rf(number: int) -> str:
    return creditor_reference(f"INV-2026-{number:06d}")


@pytest.mark.parametrize(
    ("incoming", "payer", "documents", "why"),
    [
        pytest.param(came(11900, rf(1)), ADA, ["1"], Why.NAMED, id="its reference"),
        pytest.param(came(11900, grouped(rf(1))), ADA, ["1"], Why.NAMED, id="in groups of four"),
        pytest.param(came(99, f"Rg. {rf(1)} danke"), ADA, ["1"], Why.NAMED, id="another amount: in part, or beyond"),
        pytest.param(came(17850, f"{rf(3)} {rf(1)}"), ADA, ["3", "1"], Why.NAMED, id="two, in their order"),
        pytest.param(came(1, "Rechnung INV-2026-000001"), ADA, ["1"], Why.NAMED, id="its number"),
        pytest.param(came(1, "RECHNUNGSNR.INV 2026 000001 VOM 10.01."), ADA, ["1"], Why.NAMED, id="glued together"),
        pytest.param(came(11900, rf(5)), BEN, [], Why.NAMED, id="paid twice: the payer's credit"),
        pytest.param(came(700, rf(6)), ADA, ["6"], Why.NAMED, id="disputed, but it is named"),
        pytest.param(came(11900, rf(1), payer=BEN), ADA, ["1"], Why.NAMED, id="somebody else pays it"),
        pytest.param(
            came(99999, everything_reference("C-10001")), ADA, ["3", "1", "2"], Why.NAMED, id="all, oldest first"
        ),
        pytest.param(came(11900, "Danke", ADA), ADA, ["1"], Why.EXACT, id="exactly one"),
        pytest.param(came(17850, "Danke", ADA), ADA, ["3", "1"], Why.ALL_OVERDUE, id="all that is overdue"),
        pytest.param(came(11900, f"{rf(1)[:-1]}9", ADA), ADA, ["1"], Why.EXACT, id="a wrong reference is none"),
    ],
)
def test_what_it_is_for(incoming: Incoming, payer: str, documents: list[str], why: Why) -> None:
    assert match(incoming, BOOK, 5) == Matched(payer, tuple(documents), why)


@pytest.mark.parametrize(
    ("incoming", "reason", "suggested"),
    [
        pytest.param(
            came(11900, "Danke"), Waiting.UNKNOWN_PAYER,
            [(ADA, "1", Hint.SAME_AMOUNT), (BEN, "4", Hint.SAME_AMOUNT)], id="of whom? amounts coincide",
        ),
        pytest.param(
            came(11900, "HOTEL SEEBLICK"), Waiting.UNKNOWN_PAYER,
            [(ADA, "1", Hint.SAME_AMOUNT), (BEN, "4", Hint.SAME_AMOUNT)], id="half a name is none",
        ),
        pytest.param(
            came(11895, sender="Hotel Seeblick GmbH"), Waiting.UNKNOWN_PAYER,
            [(ADA, "1", Hint.ALMOST), (ADA, "", Hint.PAYER_NAMED)], id="a name, and five cents short",
        ),
        pytest.param(
            came(5950, payer=ADA), Waiting.SEVERAL_EXACT,
            [(ADA, "3", Hint.SAME_AMOUNT), (ADA, "2", Hint.SAME_AMOUNT), (ADA, "", Hint.PAYER_NAMED)], id="which?",
        ),
        pytest.param(
            came(23800, payer=ADA), Waiting.NO_EXACT_AMOUNT,
            [(ADA, "3 1 2", Hint.ALL_OPEN), (ADA, "", Hint.PAYER_NAMED)], id="all open, not all due",
        ),
        pytest.param(
            came(23800, f"{rf(1)} {rf(4)}"), Waiting.SEVERAL_PAYERS,
            [(ADA, "1", Hint.NAMED), (BEN, "4", Hint.NAMED)], id="two payers",
        ),
        pytest.param(came(100, rf(7)), Waiting.OTHER_CURRENCY, [(BEN, "7", Hint.NAMED)], id="another currency"),
        pytest.param(came(700, payer=ADA), Waiting.NO_EXACT_AMOUNT, [(ADA, "", Hint.PAYER_NAMED)], id="disputed"),
        pytest.param(came(1), Waiting.UNKNOWN_PAYER, [], id="nothing to go by"),
    ],
)  # fmt: skip
def test_what_waits_and_what_is_suggested(
    incoming: Incoming, reason: Waiting, suggested: list[tuple[str, str, Hint]]
) -> None:
    suggestions = tuple(Suggestion(payer, tuple(keys.split()), hint) for payer, keys, hint in suggested)
    assert match(incoming, BOOK, 5) == Waits(reason, suggestions)


def test_the_longest_number_counts() -> None:
    """The millionth document of a year has a number that begins as another one does."""
    book = OpenBook((document(100000, ADA, 1), document(1000001, BEN, 1)))
    assert match(came(1, "INV-2026-1000001"), book) == Matched(BEN, ("1000001",), Why.NAMED)
    assert match(came(1, "INV-2026-100000"), book) == Matched(ADA, ("100000",), Why.NAMED)


@given(st.lists(st.sampled_from(range(1, 30)), min_size=1, max_size=8), st.integers(1, 60), st.booleans())
def test_without_a_name_money_goes_to_one_payer_only_and_only_if_it_fits_exactly(
    rests: list[int], amount: int, is_known: bool
) -> None:
    book = OpenBook(tuple(document(n, ADA if n % 2 else BEN, rest) for n, rest in enumerate(rests, 1)))
    found = match(came(amount, payer=ADA if is_known else ""), book, 5)
    if isinstance(found, Matched):
        of = {one.key: one for one in book.documents}
        assert is_known
        assert all(of[key].payer == ADA for key in found.documents)
        assert sum(of[key].rest for key in found.documents) == amount


@given(st.lists(st.integers(0, 30), min_size=7, max_size=7), st.booleans())
def test_a_book_that_changed_says_the_same_as_one_that_is_made_anew(rests: list[int], was_asked: bool) -> None:
    """Of every text and amount, whether the book was asked before or not."""
    asked = [came(amount, text, ADA) for amount in (30, 11900) for text in ("", rf(1), "INV-2026-000004", rf(5))]
    if was_asked:
        assert all(match(one, BOOK) for one in asked)
    changed = [replace(one, rest=rest) for one, rest in zip(BOOK.documents, rests, strict=True) if rest % 3]
    anew = {one.key: one for one in (*BOOK.documents, *changed)}
    book = OpenBook(tuple(anew.values()), BOOK.everything, BOOK.names)
    assert [match(one, BOOK.plus(changed), 5) for one in asked] == [match(one, book, 5) for one in asked]
