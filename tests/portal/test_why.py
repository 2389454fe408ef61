""" "How is this calculated?" says what the domain says, and comes to what was booked."""

import re
from html import unescape

import pytest
from django.test import Client
from django.utils import translation

from autossa.domain.amounts import half_up, show
from autossa.domain.derivations import why_part
from autossa.queries.projects.page import ProjectPage, project_page
from autossa.store import models
from autossa.store.engine.trace import load_settlement
from autossa.store.ids import public_id
from autossa.wording import explanations, formats
from autossa.wording.explanations import RULES, rule_name
from tests.cast.world import TODAY, World

pytestmark = pytest.mark.store

RULE = {"en": "Rule", "de": "Regel"}
NAMES = ["Telephony Kiel", "Dock 4", "Warehouse South", "Call centre"]


def read(world: World, name: str) -> ProjectPage:
    found = project_page(public_id("prj", world.projects[name]), TODAY, everything=True)
    assert found is not None
    return found


def said_of(html: str) -> list[str]:
    """Every step that the page says, in order."""
    return [unescape(step) for step in re.findall(r'<span class="step-text">([^<]+)</span>', html)]


@pytest.mark.parametrize("tab", ["credits", "invoices"])
@pytest.mark.parametrize("name", NAMES)
def test_the_page_says_every_step_of_every_booking(
    world: World, client: Client, language: str, name: str, tab: str
) -> None:
    html = client.get(f"/projects/{public_id('prj', world.projects[name])}/{tab}/?show=all").content.decode()
    said = set(said_of(html))
    settlements = models.Settlement.objects.filter(project=world.projects[name])
    assert settlements
    with translation.override(language):
        for row in settlements:
            booked = load_settlement(row.id)
            for part in booked.parts:
                if part.invoiced:
                    assert {step.text for step in explanations.explained_steps(why_part(part, booked.factor))} <= said


def test_a_step_leads_to_its_rule_which_is_named_once(world: World, client: Client, language: str) -> None:
    html = client.get(f"/projects/{public_id('prj', world.projects['Warehouse South'])}/").content.decode()
    rules = client.get("/rules/").content.decode()
    links = re.findall(r'<a class="rule" href="/rules/#(rule-\d+)">([^<]+)</a>', html)
    assert {"rule-2", "rule-5"} <= {anchor for anchor, _ in links}
    for anchor, words in links:
        title = re.search(rf'<h2 id="{anchor}">§\d+ ([^<]+)</h2>', rules)
        assert title
        assert words in (f"{RULE[language]} {anchor[5:]}", f"{RULE[language]} {anchor[5:]}: {unescape(title[1])}")


def test_the_rules_are_called_as_on_their_page(visitor: Client, language: str) -> None:
    titles = re.findall(r'<h2 id="rule-(\d+)">§\d+ ([^<]+)</h2>', visitor.get("/rules/").content.decode())
    assert {number: unescape(title) for number, title in titles} == {n: rule_name(n, language)[1] for n in RULES}


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


AHEAD, BOOKED = ("will be invoiced", "in Rechnung gestellt werden"), ("were invoiced", "in Rechnung gestellt")


@pytest.mark.parametrize("tab", ["", "licenses/", "credits/", "contracts/", "invoices/"])
def test_the_next_charge_is_explained_where_it_is_said_in_the_future_tense(
    world: World, client: Client, language: str, tab: str
) -> None:
    base = f"/projects/{public_id('prj', world.projects['Warehouse South'])}/"
    head = client.get(base + tab).content.decode().split('<div class="page-head">')[1].split("<nav")[0]
    assert '<details class="why">' in head
    assert "#why-charge" not in head
    steps = said_of(head)
    assert any(AHEAD[language == "de"] in step for step in steps)
    assert not any("paid" in step or "were" in step or "zahlte" in step for step in steps)
    short = re.findall(r'<p class="why-short">([^<]+)</p>', head)
    assert len(short) == 1
    gross = read(world, "Warehouse South").charge
    assert gross is not None
    assert unescape(short[0]).endswith(formats.money(gross.gross, gross.currency, language))
    assert head.index("why-short") < head.index("step-text")


def test_invoice_lines_add_up_as_they_are_shown(world: World, client: Client, language: str) -> None:
    """SSC × price × adjustment is the net beside it, and the nets are the total below them."""
    checked = 0
    for name in NAMES:
        for invoice in read(world, name).invoices:
            for line in invoice.lines:
                assert line.price is not None
                assert line.net == half_up(line.invoiced * line.price * (1 + line.adjustment))
                checked += line.adjustment != 0
    assert checked
    html = client.get(
        f"/projects/{public_id('prj', world.projects['Telephony Kiel'])}/invoices/?show=all"
    ).content.decode()
    assert "<tfoot>" in html
    assert {"en": "Price adjustment", "de": "Preisanpassung"}[language] in html
