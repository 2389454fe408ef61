"""A person allocates a payment that nobody had; who pays everything open sees one reference, and it pays all of it."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from autossa.domain.billing.references import everything_reference, grouped
from autossa.operations.billing.payments import receiving
from autossa.operations.context import SYSTEM, ActionContext
from autossa.store import models
from autossa.store.ids import new_id, public_id
from tests.browser import portal_world as world
from tests.browser.conftest import launched
from tests.browser.portal_world import Portal
from tests.browser.steps import visiting
from tests.cast.world import NOW, TODAY

pytestmark = [pytest.mark.browser, pytest.mark.store]


@pytest.fixture(scope="module")
def counter(django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    with world.served(django_db_blocker, tmp_path_factory, _owing) as found:
        yield found


@pytest.fixture(scope="module")
def browser(counter: Portal) -> Iterator[Browser]:
    with launched() as found:
        yield found


def _owing() -> dict[str, str]:
    """Invoices of one payer, one of which stays open; by language the number of one, and a payment of its amount."""
    things = {"payer": public_id("org", world.organisation(world.FALK))}
    world.play(world.FALK, "Archive", "active")
    for language, name in (("en", "Etching room"), ("de", "Guillotine")):
        world.play(world.FALK, name, "active")
        claim = models.Claim.objects.filter(rest__gt=0).latest("id")
        things |= {language: claim.number, f"payment {language}": _of_nobody(int(claim.rest))}
    return things


def _of_nobody(amount: int) -> str:
    """As a bank statement brings it; its public id."""
    key = new_id()
    receiving.record(
        key, TODAY, amount, "EUR", ActionContext(SYSTEM, TODAY, NOW), method="transfer", source="bank",
        reference="Thank you", sender="A. Payer",
    )  # fmt: skip
    return public_id("pmt", key)


@pytest.mark.parametrize(("language", "scripts"), [("en", True), ("de", False)])
def test_finance_allocates_a_payment_of_nobody(counter: Portal, browser: Browser, language: str, scripts: bool) -> None:
    number, payment = counter.things[language], counter.things[f"payment {language}"]
    with visiting(browser, counter.address, language, scripts=scripts) as visitor:
        visitor.enter(world.FINANCE)
        visitor.open("/payments/")
        visitor.page.locator("#id_state").select_option("unassigned")
        visitor.press("Show")
        visitor.link(f"/{payment}/")
        assert visitor.say("Whose payment is this?") in visitor.reads()
        visitor.go(visitor.page.locator("main li", has_text=number).locator("button"))
        assert visitor.say("Assigned.") in visitor.reads("body")
        assert visitor.say("Allocated manually") in visitor.reads()
        assert number in visitor.reads()
        assert visitor.loads <= 6


@pytest.mark.parametrize("language", ["en", "de"])
def test_who_pays_everything_sees_one_reference(counter: Portal, browser: Browser, language: str) -> None:
    with visiting(browser, counter.address, language) as visitor:
        visitor.enter(world.CUSTOMER)
        visitor.open(f"/organisations/{counter.things['payer']}/account/")
        shown = visitor.reads()
        assert visitor.say("Pay everything open") in shown
        assert shown.count(grouped(everything_reference(world.FALK))) == 1
        code = visitor.page.locator("figure.girocode svg")
        assert code.evaluate("(one) => one.getBoundingClientRect().width > 100")
        visitor.go(visitor.page.get_by_role("link", name=visitor.say("Statement of account")).first)
        assert visitor.say("Balance to pay") in visitor.reads()
        with visitor.page.expect_download() as download:
            visitor.page.locator("main a[download]").click()
        assert download.value.suggested_filename.startswith("statement-")
