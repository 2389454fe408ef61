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
    with world.served(django_db_blocker, tmp_path_factory) as found:
        claims = models.Claim.objects.filter(rest__gt=0).order_by("-rest", "id")
        for language, claim in zip(("en", "de"), claims[:2], strict=True):
            _of_nobody(int(claim.rest))
            found.things[language] = claim.number
        found.things["payer"] = public_id("org", world.organisation(world.FALK))
        yield found


@pytest.fixture(scope="module")
def browser(counter: Portal) -> Iterator[Browser]:
    with launched() as found:
        yield found


def _of_nobody(amount: int) -> None:
    """As a bank statement brings it."""
    receiving.record(
        new_id(), TODAY, amount, "EUR", ActionContext(SYSTEM, TODAY, NOW), method="transfer", source="bank",
        reference="Thank you", sender="A. Payer",
    )  # fmt: skip


@pytest.mark.parametrize(("language", "scripts"), [("en", True), ("de", False)])
def test_finance_allocates_a_payment_of_nobody(counter: Portal, browser: Browser, language: str, scripts: bool) -> None:
    number = counter.things[language]
    with visiting(browser, counter.address, language, scripts=scripts) as visitor:
        visitor.enter(world.FINANCE)
        visitor.open("/payments/")
        visitor.page.locator("#id_state").select_option("unassigned")
        visitor.press("Show")
        visitor.go(visitor.page.locator("main tbody th a").nth(0 if language == "de" else -1))
        assert visitor.say("Whose payment is this?") in visitor.reads()
        visitor.go(visitor.page.locator("main li", has_text=number).locator("button"))
        assert visitor.say("Assigned.") in visitor.reads("body")
        assert visitor.say("Allocated by hand") in visitor.reads()
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
