"""A customer's year, by programs alone: registered, sold to, under contract, invoiced, paid, entitled, cancelled."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from autossa.domain.dates import add_months
from tests.api.client.generated import Program

MONTHS = 12
Night = Callable[[date], None]


@dataclass
class Year:
    """The programs of the vendor's staff and of the customer's owner, and what they have made so far."""

    vendor: Program
    hire: Callable[[str], Program]  # whoever owns that organisation has got a program
    night: Night  # it is that day, and the daily run is over
    today: date
    license_type: str
    price_list: str
    owner: Program = field(init=False)
    customer: str = ""
    project: str = ""

    def play(self) -> None:
        """All of it; what is seen on the way is checked."""
        self.register()
        self.conclude()
        product = self.publish()
        self.months()
        self.after(product)

    def register(self) -> None:
        """The vendor enters the customer; its owner makes a project, the vendor adds a license."""
        sent = {"kind": "customer", "name": "Client Works Ltd", "number": "CW-1", "country": "DE"}
        made = self.vendor.ask("create_organisation", body={**sent, "vat": {"treatment": "domestic"}})
        self.customer, self.owner = made.id, self.hire(made.id)
        body = {"name": "Head office", "price_list": self.price_list}
        self.project = self.owner.ask("create_project", self.customer, body=body).id
        line = {"license": "CW-L1", "license_type": self.license_type, "quantity": 1200}
        (added,) = self.vendor.ask("add_license", self.project, body=line)
        assert (added.license_, added.quantity) == ("CW-L1", 1200)

    def conclude(self) -> None:
        """At the figures that were shown, once however often it is sent; then the vendor approves."""
        shown = self.owner.ask("preview_conclude", body={"project": self.project})
        choice = next(one for one in shown.choices if one.option.name == "annual_monthly")
        sent = {"option": "annual_monthly", "agreed": choice.offer.agreed, "accepts": [one.id for one in shown.terms]}
        first, again = (
            self.owner.ask("conclude_contract", self.project, body=sent, idempotency_key="year-1") for _ in range(2)
        )
        assert (first.status, again.id) == ("in_review", first.id)
        assert self.owner.refused("conclude_contract", self.project, body=sent) == "contract_exists"
        review = self.vendor.ask("get_review", self.project)
        assert review.gross.amount == choice.offer.beginning.gross.amount
        done = self.vendor.ask("approve_contract", self.project, body={"agreed": review.agreed})
        assert done.status == "active"

    def publish(self) -> str:
        """A release of today, which the customer may install."""
        product = self.vendor.ask("add_product", body={"code": "CWX", "name": "Exchange"})
        tag = self.vendor.answer("get_product", product.id).headers["etag"]
        types = {"types": {self.license_type: "base"}}
        self.vendor.ask("set_product_types", product.id, body=types, if_match=tag)
        branch = self.vendor.ask("add_branch", product.id, body={"name": "1"}).branches[0].id
        self.release(branch, "1.0")
        assert self.verdicts()["1.0"]
        return str(branch)

    def release(self, branch: str, version: str) -> None:
        """Drafted and published today."""
        draft = {"branch": branch, "version": version, "released_on": self.today.isoformat()}
        made = self.vendor.ask("draft_release", body=draft)
        self.vendor.ask("publish_release", made.id)

    def verdicts(self) -> dict[str, bool]:
        """Which versions the customer may install."""
        found = self.owner.ask("list_releases_for_project", self.project)
        own = [one for product in found if product.name == "Exchange" for one in product.releases]
        return {one.version: one.verdict.may_install for one in own}

    def months(self) -> None:
        """Each month one period is booked and invoiced, and paid on the day."""
        begin = self.today
        for month in range(1, MONTHS):
            self.pay()
            self.today = add_months(begin, month)
            self.night(self.today)
            if month == MONTHS // 2:
                self.cancel()
        self.pay()
        invoices = self.invoices()
        assert len(invoices) == MONTHS
        spans = sorted((one.starts_on, one.until) for one in invoices)
        assert spans == [(add_months(begin, n), add_months(begin, n + 1)) for n in range(MONTHS)]
        content = self.owner.ask("get_invoice_file", invoices[0].id, "pdf").payload.read()
        assert content.startswith(b"%PDF-")

    def invoices(self) -> list[Any]:
        """All of the project."""
        return list(self.owner.ask("list_invoices", self.project, limit=100).data)

    def pay(self) -> None:
        """What is open, to the cent."""
        for one in self.invoices():
            if Decimal(one.left):
                body = {"amount": one.left, "currency": one.currency, "day": self.today.isoformat()}
                self.vendor.ask("enter_payment", self.customer, body={**body, "claims": [one.id]})
        (account,) = self.owner.ask("get_account", self.customer).accounts
        assert (Decimal(account.owed), Decimal(account.balance)) == (0, 0), account

    def cancel(self) -> None:
        """To the end of the year that is paid."""
        shown = self.owner.ask("preview_cancel", body={"project": self.project})
        sent = {"agreed": shown.agreed, "ends_on": shown.ends_on.isoformat()}
        done = self.owner.ask("cancel_contract", self.project, body=sent)
        assert done.ends_on == shown.ends_on
        assert self.owner.refused("cancel_contract", self.project, body=sent) == "changed_since_shown"

    def after(self, branch: str) -> None:
        """Nothing is booked any more; what is released then is not theirs."""
        until = max(one.until for one in self.invoices())
        self.today = until
        self.night(self.today)
        assert len(self.invoices()) == MONTHS
        assert max(one.until for one in self.owner.ask("get_coverage", self.project).periods) == until
        self.release(branch, "1.1")
        assert self.verdicts() == {"1.0": True, "1.1": False}
        names = {one.action for one in self.owner.ask("list_project_activity", self.project, limit=100).data}
        assert {"create_project", "conclude_contract", "approve_contract", "cancel_contract"} <= names
