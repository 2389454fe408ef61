""" "Why this number?" says what the domain says, and comes to what was booked."""

from html import unescape

import pytest
from django.test import Client

from autossa.domain.amounts import show
from autossa.domain.derivations import why_part
from autossa.domain.phrases import say_all
from autossa.queries.project_pages import ProjectPage, project_page
from autossa.store import models
from autossa.store.ids import public_id
from autossa.store.tracing import load_settlement
from tests.portal.world import TODAY, World

pytestmark = pytest.mark.store

NAMES = ["Telephony Kiel", "Dock 4", "Warehouse South", "Call centre"]


def read(world: World, name: str) -> ProjectPage:
    found = project_page(public_id("prj", world.projects[name]), TODAY, everything=True)
    assert found is not None
    return found


def text_of(html: str) -> str:
    for tag in ('<span class="step-text">', '<span class="rule">', "</span>"):
        html = html.replace(tag, "")
    return unescape(html)


@pytest.mark.parametrize("name", NAMES)
def test_the_page_says_every_step_of_every_booking(world: World, client: Client, language: str, name: str) -> None:
    project = f"/projects/{public_id('prj', world.projects[name])}"
    pages = [client.get(f"{project}/{tab}/?show=all") for tab in ("credits", "invoices")]
    text = " ".join(text_of(page.content.decode()) for page in pages)
    settlements = models.Settlement.objects.filter(project=world.projects[name])
    assert settlements
    for row in settlements:
        booked = load_settlement(row.id)
        for part in booked.parts:
            if part.invoiced:
                steps = say_all(why_part(part, booked.factor), language)
                assert [step for step in steps if step not in text] == []


@pytest.mark.parametrize("name", NAMES)
def test_derivations_come_to_what_was_booked(world: World, name: str) -> None:
    page = read(world, name)
    for entry in page.ledger:
        if entry.booking is None:
            continue
        assert sum(charge.ssc for charge in entry.booking.charges) == entry.booking.ssc
        for charge in entry.booking.charges:
            assert charge.why.result == show(charge.net if charge.invoiced else charge.ssc)
        if entry.booking.gap:
            assert entry.booking.gap.result == show(entry.booking.ssc)
    for invoice in page.invoices:
        assert invoice.why.result == show(invoice.gross)
        assert sum(line.net for line in invoice.lines) == invoice.net


@pytest.mark.parametrize("name", NAMES)
def test_the_running_balance_begins_at_nothing_and_ends_at_the_balance(world: World, name: str) -> None:
    page = read(world, name)
    assert page.ledger[0].balance == page.project.credits.balance
    assert page.ledger[-1].balance - page.ledger[-1].change == 0
    for newer, older in zip(page.ledger, page.ledger[1:], strict=False):
        assert newer.balance - newer.change == older.balance
        assert newer.held >= 0


def test_a_held_gap_is_explained(world: World) -> None:
    page = read(world, "Showrooms")
    assert page.held_gap is not None
    assert page.held_gap.result == show(page.project.credits.held)
