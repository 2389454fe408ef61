"""Another option through the store: the row it leaves, what the next runs book, its preview, its mails (rule 7)."""

from collections.abc import Callable
from fractions import Fraction
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from autossa.domain.contracts import option_on
from autossa.domain.refusals import Code, Refusal
from autossa.operations import contracts, licenses
from autossa.operations.contracts import UnknownOption
from autossa.operations.errors import Refused
from autossa.operations.runs import renewals
from autossa.queries.billing.next_charges import next_charge
from autossa.queries.contracts.contracts import list_contracts
from autossa.queries.contracts.history import load_contracts
from autossa.queries.contracts.option_previews import change_option_page, term_outcomes, undo_option_page
from autossa.queries.projects.calendar import CalendarEvent, on_day, year_of
from autossa.queries.projects.tables import list_projects
from autossa.queries.runs.verify import check_all
from autossa.store import models
from autossa.store.engine.load import load_projects
from tests.cast.shop import ALICE, Shop, d, on
from tests.store.looking import activities, outbox, rows, value

pytestmark = [pytest.mark.store, pytest.mark.django_db]

CHANGES = (
    "SELECT day, starts_on, name, undone FROM option_changes c JOIN plan_versions p ON p.id = c.plan_id ORDER BY c.id"
)
FOLDED = "SELECT option_from, (SELECT array_agg(name ORDER BY n) FROM plan_versions p JOIN unnest(option_plans)"
FOLDED += " WITH ORDINALITY AS o(id, n) ON o.id = p.id) FROM contracts"


def change(project: UUID, option: str, day: str) -> None:
    contracts.change_option(project=project, option=option, ctx=on(day, ALICE))


def factors(project: UUID) -> dict[str, str]:
    """1 + the adjustment of each period, by its first day."""
    found = rows(
        "SELECT s.start, c.factor FROM settlements s JOIN charges c ON c.settlement_id = s.id"
        f" WHERE s.project_id = '{project}' AND s.reason = 'extension' ORDER BY s.start"
    )
    return {start.isoformat(): f"{factor.normalize():f}" for start, factor in found}


def test_a_change_is_a_row_and_its_periods_follow(shop: Shop) -> None:
    project = shop.booked(option="annual_quarterly")
    renewals.run(ctx=on("2026-10-10"))
    change(project, "flex_monthly", "2026-10-14")
    assert rows(CHANGES) == [(d("2026-10-14"), d("2027-01-15"), "flex_monthly", False)]
    assert rows(FOLDED) == [([d("2027-01-15")], ["flex_monthly"])]
    assert activities(project)[-1][:2] == ("Alice", "change_option")
    assert outbox(project)[-1] == "contract.option_changed"
    assert value("SELECT count(*) FROM contract_messages WHERE kind = 'change_option'") == 1
    renewals.run(ctx=on("2027-03-20"))
    assert factors(project) == {
        "2026-01-15": "0.99", "2026-04-15": "0.99", "2026-07-15": "0.99", "2026-10-15": "0.99",
        "2027-01-15": "1.03", "2027-02-15": "1.03", "2027-03-15": "1.03",
    }  # fmt: skip
    assert list(check_all()) == []


def test_undone_it_leaves_its_row_and_nothing_else(shop: Shop) -> None:
    project = shop.booked(option="flex_monthly")
    change(project, "annual_yearly", "2026-01-16")
    contracts.undo_change_option(project=project, ctx=on("2026-01-17", ALICE))
    assert rows(CHANGES) == [
        (d("2026-01-16"), d("2026-02-15"), "annual_yearly", False),
        (d("2026-01-17"), d("2026-02-15"), "flex_monthly", True),
    ]
    assert rows(FOLDED) == [(None, None)]
    with pytest.raises(Refused) as refused:
        contracts.undo_change_option(project=project, ctx=on("2026-01-18", ALICE))
    assert refused.value.refusal.code is Code.NO_CHANGE_TO_UNDO
    renewals.run(ctx=on("2026-02-01"))
    assert factors(project) == {"2026-01-15": "1.03", "2026-02-15": "1.03"}
    assert list(check_all()) == []


def test_in_review_the_contract_itself_changes(shop: Shop) -> None:
    project = shop.in_review()
    change(project, "annual_yearly", "2026-01-20")
    found = rows("SELECT p.name, k.option_from FROM contracts k JOIN plan_versions p ON p.id = k.plan_id")
    assert found == [("annual_yearly", None)]
    assert rows(CHANGES) == [(d("2026-01-20"), d("2026-01-15"), "annual_yearly", False)]
    contracts.approve(project=project, ctx=on("2026-01-21"))
    assert factors(project) == {"2026-01-15": "0.98"}
    assert list(check_all()) == []


def test_what_was_due_before_is_booked_with_the_option_that_held(shop: Shop) -> None:
    """The runs of months did not take place: the change asks on its own day what is booked by then."""
    project = shop.booked(option="flex_monthly")
    change(project, "annual_monthly", "2026-05-20")
    assert rows(CHANGES) == [(d("2026-05-20"), d("2026-06-15"), "annual_monthly", False)]
    renewals.run(ctx=on("2026-07-02"))
    assert [factor for _, factor in sorted(factors(project).items())] == ["1.03"] * 5 + ["1"] * 2
    assert list(check_all()) == []


@pytest.mark.parametrize("option", ["weekly", ""])
def test_an_option_that_there_is_not(shop: Shop, option: str) -> None:
    project = shop.booked()
    with pytest.raises(UnknownOption):
        change(project, option, "2026-01-20")
    assert rows(CHANGES) == []


# ---------------------------------------------------------------- what is shown


def test_the_preview_says_the_day_that_is_written(shop: Shop) -> None:
    project = shop.booked(option="flex_monthly")
    page = change_option_page(project, d("2026-01-20"))
    assert not isinstance(page, Refusal)
    assert page.option.name == "flex_monthly"
    choices = {one.option.name: one for one in page.choices}
    assert choices["flex_monthly"].refusal == Refusal(Code.SAME_OPTION)
    assert page.choice("flex_monthly") is None
    year = choices["annual_yearly"].year
    assert year is not None
    assert (choices["annual_yearly"].starts_on, year.ssc, year.net) == (d("2026-02-15"), 1200_00, 1176_00)
    change(project, "annual_yearly", "2026-01-20")
    assert rows(CHANGES)[0][1] == choices["annual_yearly"].starts_on
    charge = next_charge(load_projects([project], d("2026-01-20"), lock=False)[project], d("2026-01-20"))
    assert charge is not None
    assert charge.settlement is not None
    assert (charge.settlement.start, charge.settlement.end) == (d("2026-02-15"), d("2027-02-15"))
    assert charge.settlement.factor == Fraction("0.98")
    undo = undo_option_page(project, d("2026-01-20"))
    assert not isinstance(undo, Refusal)
    assert undo.option.name == "flex_monthly"


def test_outcomes_of_the_term_that_can_still_be_decided_on(shop: Shop) -> None:
    project = shop.booked()
    for day, end, last in [("2026-10-14", "2027-01-15", "2026-10-14"), ("2026-10-15", "2028-01-15", "2027-10-14")]:
        found = term_outcomes(load_projects([project], d(day), lock=False)[project].project, d(day))
        assert found is not None
        assert (found.day, found.last_day, found.by_month) == (d(end), d(last), False)
        assert found.monthly is not None
        assert found.monthly.name == "flex_monthly"
    change(project, "flex_monthly", "2026-10-14")
    found = term_outcomes(load_projects([project], d("2026-10-14"), lock=False)[project].project, d("2026-10-14"))
    assert found is not None
    assert (found.option.name, found.by_month, found.monthly) == ("flex_monthly", True, None)
    contracts.cancel(project=project, ctx=on("2026-10-14", ALICE))
    assert (
        term_outcomes(load_projects([project], d("2026-10-14"), lock=False)[project].project, d("2026-10-14")) is None
    )


def test_lists_history_and_calendar_know_it(shop: Shop) -> None:
    project = shop.booked()
    other = shop.booked("Branch")
    change(project, "flex_monthly", "2026-10-14")
    row = load_contracts(models.Project.objects.get(pk=project), d("2026-10-20"))[0]
    assert (row.option.name, [one.option.name for one in row.scheduled]) == ("annual_monthly", ["flex_monthly"])
    assert [(e.option.name, e.starts_on) for e in row.events if e.option] == [("flex_monthly", d("2027-01-15"))]
    days = year_of(d("2026-10-14"), d("2027-10-14"))
    assert days[d("2026-10-14"), CalendarEvent.CANCEL] == 2
    assert days[d("2027-01-14"), CalendarEvent.CANCEL] == 1  # by the month then
    listed = on_day(d("2027-01-14"), d("2026-10-14"))
    assert [(one.happening, one.name) for one in listed.rows] == [(CalendarEvent.CANCEL, "Office")]
    renewals.run(ctx=on("2027-01-20"))
    assert load_contracts(models.Project.objects.get(pk=project), d("2027-01-20"))[0].option.name == "flex_monthly"
    assert {one["name"]: one["option"] for one in list_contracts()} == {
        "Office": "flex_monthly",
        "Branch": "annual_monthly",
    }
    assert {one["name"]: one["option"] for one in list_projects()} == {
        "Office": "flex_monthly",
        "Branch": "annual_monthly",
    }
    loaded = load_projects([project, other], d("2027-01-20"), lock=False)
    held = [option_on(loaded[key].project.contract, d("2027-01-20")).name for key in (project, other)]  # type: ignore[arg-type]
    assert held == ["flex_monthly", "annual_monthly"]


def test_an_addition_over_the_change_is_stored_with_both_adjustments(shop: Shop) -> None:
    project = shop.booked()
    change(project, "flex_monthly", "2026-10-14")
    renewals.run(ctx=on("2027-01-05"))
    licenses.add(project=project, license_id="L2", license_type="PORT", quantity=1200, ctx=on("2027-01-05"))
    added = "settlement_id = (SELECT id FROM settlements WHERE reason = 'addition')"
    found = rows(f'SELECT start, "end", factor, net FROM charges WHERE {added} ORDER BY position')
    assert [(start, f"{factor.normalize():f}") for start, _, factor, _ in found] == [
        (d("2027-01-05"), "1"),
        (d("2027-01-15"), "1.03"),
    ]
    assert value("SELECT net FROM invoices WHERE reason = 'addition'") == sum(net for *_, net in found)
    assert list(check_all()) == []


# ---------------------------------------------------------------- what the database itself refuses


@pytest.mark.parametrize(
    ("opening", "starts_on", "plan", "said"),
    [
        (Shop.booked, "2027-02-15", "flex_monthly", "no term end"),
        (Shop.booked, "2027-01-14", "flex_monthly", "no term end"),
        (Shop.booked, "2026-01-20", "flex_monthly", "no other option can hold"),
        (Shop.booked, "2026-01-15", "flex_monthly", "no other option can hold"),
        (Shop.in_review, "2027-01-15", "flex_monthly", "no other option can hold"),
    ],
)
def test_a_row_that_no_rule_makes(
    shop: Shop, opening: Callable[[Shop], UUID], starts_on: str, plan: str, said: str
) -> None:
    opening(shop)
    with pytest.raises(DatabaseError, match=said), transaction.atomic():
        write(starts_on, plan)


def test_of_a_contract_that_ends_there_is_no_change(shop: Shop) -> None:
    project = shop.booked()
    contracts.cancel(project=project, ctx=on("2026-01-20"))
    with pytest.raises(DatabaseError, match="goes on with no other option"), transaction.atomic():
        write("2027-01-15", "flex_monthly")


def test_the_application_does_not_write_what_the_journal_says(shop: Shop) -> None:
    shop.booked()
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        models.Contract.objects.update(option_from=[d("2027-01-15")])


def write(starts_on: str, plan: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO option_changes (id, contract_id, day, starts_on, plan_id, undone, booked_at)"
            " SELECT gen_random_uuid(), k.id, '2026-01-20', %s, p.id, false, now()"
            " FROM contracts k, plan_versions p WHERE p.name = %s",
            [starts_on, plan],
        )
