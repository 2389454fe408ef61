"""Why this number: the steps lead to the charge, each step's numbers can be recomputed, and all have words."""

from collections.abc import Iterator
from fractions import Fraction
from functools import cache

from autossa.domain.amounts import half_up, show
from autossa.domain.contracts import Gap
from autossa.domain.derivations import Derivation, Step, why_charge, why_gap, why_invoice, why_part
from autossa.domain.policies import Policy
from autossa.domain.settlements import Settlement
from tests.domain.story import Story, code, d


def full() -> Story:
    """Every kind of charge: a late gap × 1.5, periods, a line that joins within, the balance, odd prices, VAT."""
    story = Story(
        "2026-01-31",
        vat="8.1",
        price=[("2020-01-01", "1.05"), ("2026-07-01", "2.49")],
        policy=Policy(late_multiplier=Fraction(3, 2)),
    )
    story.add("L1", 37, rate="7.77")
    story.add("L2", 11, rate="0.33")
    story.top_up("25")
    assert code(story.extend(1)) == "done"
    story.on("2026-04-05")
    story.top_up("99.99")
    assert [code(story.conclude("flex_monthly")), code(story.approve())] == ["done", "done"]
    story.on("2026-05-17")
    story.add("L3", 7)
    return story.on("2026-08-20")


def in_time() -> Story:
    """A gap in time, of two lines."""
    story = Story("2026-01-01").covered_by_hand(1)
    story.give_back("L1", 500)
    story.add("L2", 77, rate="0")
    story.on("2026-02-15")
    story.conclude()
    story.approve()
    return story.run()


STORIES = {"full": full, "in_time": in_time}


@cache
def told(name: str) -> Story:
    return STORIES[name]()


def settlements() -> Iterator[Settlement]:
    for name in STORIES:
        yield from told(name).settlements


def gaps() -> Iterator[tuple[Gap, int]]:
    for name in STORIES:
        gap = told(name).contract.gap
        assert gap is not None
        yield gap, told(name).project.terms.policy.grace_days


def derivations() -> Iterator[Derivation]:
    for settlement in settlements():
        factor = settlement.invoice.lines[0].factor if settlement.invoice else Fraction(1)
        for part in settlement.parts:
            for ahead in (False, True):
                yield why_charge(part.charge, ahead=ahead)
                yield why_part(part, factor, ahead=ahead)
        if settlement.invoice:
            yield why_invoice(settlement.invoice)
    for gap, grace_days in gaps():
        yield why_gap(gap, grace_days)


def steps() -> list[Step]:
    return [step for derivation in derivations() for step in derivation.steps]


def number(text: str) -> Fraction:
    return Fraction(text)


def rounded(value: Fraction) -> str:
    return show(half_up(value * 100))


def test_the_stories_reach_every_kind_of_settlement() -> None:
    assert {s.reason.value for s in settlements()} == {"manual", "gap", "extension", "addition"}
    assert {gap.late for gap, _ in gaps()} == {True, False}


def test_a_derivation_results_in_the_charge() -> None:
    for settlement in settlements():
        for part in settlement.parts:
            assert why_charge(part.charge).result == show(part.charge.ssc)
            assert why_part(part, Fraction(1)).result == show(part.net)
        if settlement.invoice:
            assert why_invoice(settlement.invoice).result == show(settlement.invoice.gross)


def test_the_last_step_of_a_charge_is_its_result() -> None:
    for settlement in settlements():
        for part in settlement.parts:
            assert why_charge(part.charge).steps[-1].values["ssc"] == show(part.charge.ssc)


def test_needs_are_quantity_times_rate_times_months_by_twelve() -> None:
    found = [step.values for step in steps() if step.key.startswith("need_")]
    assert found
    for values in found:
        exact = number(values["quantity"]) * number(values["rate"]) * number(values["months"]) / 12
        assert number(values["exact"]) == exact
        assert values["rounded"] == rounded(exact)


def test_differences_are_differences() -> None:
    found = [step.values for step in steps() if step.key == "difference"]
    assert found
    for values in found:
        assert number(values["to_end"]) - number(values["before"]) == number(values["ssc"])


def test_the_difference_is_that_of_the_needs() -> None:
    for derivation in derivations():
        by_key = {step.key: step.values for step in derivation.steps}
        if "difference" in by_key:
            assert by_key["difference"]["to_end"] == by_key["need_to_end"]["rounded"]
            before = by_key.get("need_before") or by_key["need_so_far"]
            assert by_key["difference"]["before"] == before["rounded"]
        if "whole" in by_key:
            assert by_key["whole"]["ssc"] == by_key["need_to_end"]["rounded"]
            assert not {"need_before", "need_so_far"} & set(by_key)


def test_multiplied_is_single_times_multiplier() -> None:
    found = [step.values for step in steps() if step.key in ("multiplied", "to_multiply")]
    assert found
    for values in found:
        assert values["ssc"] == rounded(number(values["single"]) * number(values["multiplier"]))


def test_what_was_paid_is_the_charge_and_net_is_what_was_invoiced_at_its_price() -> None:
    for settlement in settlements():
        factor = settlement.invoice.lines[0].factor if settlement.invoice else Fraction(1)
        for part in settlement.parts:
            by_key = {step.key: step.values for step in why_part(part, factor).steps}
            paid = by_key["paid"]
            assert number(paid["balance"]) + number(paid["invoiced"]) == Fraction(part.charge.ssc, 100)
            assert ("net" in by_key) is bool(part.invoiced)
            if "net" in by_key:
                net = by_key["net"]
                exact = number(net["ssc"]) * number(net["price"]) * number(net["factor"])
                assert number(net["exact"]) == exact
                assert net["net"] == rounded(exact) == show(part.net)


def test_an_invoice_is_its_lines_and_vat_on_their_total() -> None:
    for settlement in settlements():
        if settlement.invoice:
            by_key = {step.key: step.values for step in why_invoice(settlement.invoice).steps}
            lines = [number(text) for text in by_key["net_total"]["lines"].split(" + ")]
            net, tax, gross = by_key["net_total"], by_key["tax"], by_key["gross"]
            assert sum(lines) == number(net["net"])
            assert number(tax["exact"]) == number(tax["net"]) * number(tax["rate"]) / 100
            assert tax["tax"] == rounded(number(tax["exact"]))
            assert number(gross["net"]) + number(gross["tax"]) == number(gross["gross"])


def test_a_gap_is_its_charges_and_its_days_against_the_grace() -> None:
    for gap, grace_days in gaps():
        first, total = why_gap(gap, grace_days).steps
        values = first.values
        assert values["days"] == str((gap.end - gap.start).days + 1)
        late = int(values["days"]) - int(values["excused"]) > int(values["grace"])
        assert first.key == ("gap_late" if late else "gap_simple")
        assert sum(number(text) for text in total.values["charges"].split(" + ")) == number(total.values["ssc"])


def test_a_gap_names_the_days_that_were_excused() -> None:
    story = Story("2026-01-01").covered_by_hand(1).on("2026-02-10")
    story.conclude()
    story.on("2026-02-20")
    story.reject()
    story.on("2026-03-12")
    story.conclude()
    gap = story.contract.gap
    assert gap is not None
    values = why_gap(gap, 30).steps[0].values
    assert (values["days"], values["excused"], values["grace"], gap.late) == ("40", "24", "30", False)


def test_derivations_are_data() -> None:
    (first, *_) = told("in_time").settlements
    derivation = why_charge(first.parts[0].charge)
    assert derivation == why_charge(first.parts[0].charge)
    assert derivation.steps[0].values["start"] == str(d("2026-01-01"))


def test_what_lies_ahead_has_steps_of_its_own() -> None:
    """So that it is not said in the past tense."""
    past, ahead = set(), set()
    for settlement in settlements():
        for part in settlement.parts:
            past |= {step.key for step in why_part(part, Fraction(1)).steps}
            ahead |= {step.key for step in why_part(part, Fraction(1), ahead=True).steps}
    assert past - ahead == {"paid", "multiplied", "need_before"}
    assert ahead - past == {"to_pay", "to_multiply", "need_so_far"}
