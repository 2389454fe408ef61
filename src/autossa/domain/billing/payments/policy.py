"""What the vendor decides of payments: every number of billing 9 to 13 that can be disputed."""

from dataclasses import dataclass

from autossa.domain.amounts import Money
from autossa.domain.billing.payments.mandates import Scheme


@dataclass(frozen=True, slots=True)
class PaymentPolicy:
    """Days and amounts; money in minor units of the currency of the account that it is used for.

    `tolerance` is what one person may write off of a document that was paid short. `uses_credit`: credit on account
    pays the oldest open document by itself. `passes_on_fees`: what a bank takes for a return is claimed of the payer.
    `prenotify_days` and `lead_days` are those before a collection: for the payer, and TARGET days for the bank. Raises
    ValueError for a number below 0.
    """

    tolerance: Money = 5
    uses_credit: bool = True
    passes_on_fees: bool = True
    prenotify_days: int = 5
    lead_days: int = 1
    core_final_days: int = 56
    b2b_final_days: int = 3
    mandate_months: int = 36

    def __post_init__(self) -> None:
        numbers = (
            self.tolerance,
            self.prenotify_days,
            self.lead_days,
            self.core_final_days,
            self.b2b_final_days,
            self.mandate_months,
        )
        if min(numbers) < 0:
            raise ValueError("payment policy values must not be negative")

    def final_days(self, scheme: Scheme) -> int:
        """Days after a collection from which on the payer cannot have it back (billing 12)."""
        return self.b2b_final_days if scheme is Scheme.B2B else self.core_final_days
