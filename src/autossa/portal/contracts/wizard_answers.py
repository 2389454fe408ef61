"""What somebody has answered on the way to a contract: kept as a draft, read back with care."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from autossa.domain.billing.bank.ibans import masked
from autossa.domain.billing.documents import Method
from autossa.operations.billing.payments.mandates import Account
from autossa.operations.contracts import drafts
from autossa.portal.web.requests import AccountRequest, action_context
from autossa.queries.contracts.drafts import conclude_key, find_draft
from autossa.wording.formats import last_day

# A bank transfer; the other methods are called as everywhere.
INVOICE = "invoice"


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers so far; what is missing is empty. `fixed_end` is the first day after a wished end, ISO.

    From `iban` on: the account to be debited, and the mandate as it was shown to whoever `agreed` to it.
    """

    option: str = ""
    fixed_end: str = ""
    method: str = ""
    payer: str = ""
    order_number: str = ""
    invoice_contact: str = ""
    iban: str = ""
    holder: str = ""
    bic: str = ""
    town: str = ""
    country: str = ""
    agreed: str = ""
    mandate: str = ""

    @property
    def end(self) -> date | None:
        """The wished end, the first day after it."""
        return date.fromisoformat(self.fixed_end) if self.fixed_end else None

    @property
    def chosen(self) -> Method | None:
        """How it is paid, None where nothing that exists was answered."""
        if self.method == INVOICE:
            return Method.TRANSFER
        return next((method for method in Method if method.value == self.method), None)

    @property
    def account(self) -> Account:
        """The account as it was entered."""
        return Account(self.iban, self.holder, self.bic, self.town, self.country)

    @property
    def shown_account(self) -> str:
        """Its last four signs."""
        return masked("".join(self.iban.split()))

    @property
    def last_day(self) -> date | None:
        """The wished end as people say it: the last day."""
        return last_day(self.end) if self.end else None


def read(request: AccountRequest, project_id: str) -> Answers:
    """The answers kept for whoever is signed in."""
    return _answers(find_draft(request.account.user, conclude_key(project_id)) or {})


def has_begun(request: AccountRequest, project_id: str) -> bool:
    """Answers are kept."""
    return find_draft(request.account.user, conclude_key(project_id)) is not None


def keep(request: AccountRequest, project_id: str, answers: Answers) -> None:
    """Keep them."""
    user = request.account.user
    drafts.save(user=user, key=conclude_key(project_id), answers=asdict(answers), ctx=action_context(request))


def forget(request: AccountRequest, project_id: str) -> None:
    """Throw them away."""
    drafts.delete(user=request.account.user, key=conclude_key(project_id))


def _answers(kept: Mapping[str, Any]) -> Answers:
    """What can be read of what was kept, perhaps by an older version of the portal."""
    given = {name: str(kept.get(name) or "") for name in Answers.__dataclass_fields__}
    try:
        date.fromisoformat(given["fixed_end"])
    except ValueError:
        given["fixed_end"] = ""
    return Answers(**given)
