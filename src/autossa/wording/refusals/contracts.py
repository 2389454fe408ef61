"""Contracts: concluded, reviewed, paid by somebody."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

ERRORS: dict[str, Promise] = {
    "contract_replaced": gettext_lazy("Another contract has replaced it. Please check again."),
    "customer_not_verified": gettext_lazy(
        "The vendor has not verified this customer yet. That comes before the first contract."
    ),
    "own_conclusion": gettext_lazy("You concluded this contract yourself. Somebody else has to approve it."),
    "payer_not_verified": gettext_lazy(
        "The vendor has not verified the payer yet. That comes before the first contract."
    ),
    "payer_not_found": gettext_lazy("This organisation cannot pay here. Choose one of those listed."),
    "unknown_option": gettext_lazy("This option is no longer offered. Choose another one."),
}
