"""Money that came and goes: payments, write-offs, refunds, returns."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

ERRORS: dict[str, Promise] = {
    "no_such_claim": gettext_lazy("This payer has no such invoice or fee."),
    "no_such_payment": gettext_lazy("This payment does not exist."),
    "other_currency": gettext_lazy("The payment and the invoice have different currencies."),
    "not_above_zero": gettext_lazy("Enter an amount above 0."),
    "more_than_left_of_payment": gettext_lazy("That is more than what is left of the payment."),
    "more_than_left_of_claim": gettext_lazy("That is more than what is left to pay of it."),
    "more_than_allocated": gettext_lazy("That is more than what was allocated."),
    "nothing_left_to_pay": gettext_lazy("Nothing is left to pay of it."),
    "not_assigned": gettext_lazy("Say first whose payment this is."),
    "same_payer": gettext_lazy("This payment is that payer’s already."),
    "nothing_to_move": gettext_lazy("Nothing is there of this payment any more: it was moved, returned or paid out."),
    "not_movable": gettext_lazy("A direct debit or a card payment belongs to the payer who gave it."),
    "already_returned": gettext_lazy("That is more than what is there of the payment: the rest was returned before."),
    "reason_needed": gettext_lazy("Enter the reason."),
    "second_person_needed": gettext_lazy("Another person has to approve this."),
    "same_person": gettext_lazy("You proposed this yourself: another person has to approve it."),
    "iban_not_confirmed": gettext_lazy("The payer has not confirmed an account for refunds yet."),
    "more_than_credit": gettext_lazy(
        "That is more than what can be paid out. Money that its bank can still recall stays on account."
    ),
    "in_collection": gettext_lazy("It is being collected by direct debit: wait for the bank’s answer."),
    "payment_day_to_come": gettext_lazy("This day is in the future. Enter the day on which the money came."),
    "payment_assigned": gettext_lazy("This payment was assigned in the meantime, to %(payer)s."),
    "no_such_write_off": gettext_lazy("This proposal was decided in the meantime."),
    "already_proposed": gettext_lazy("This was proposed already, and waits for another person."),
    "claim_has_changed": gettext_lazy(
        "What is left to pay has changed since this was proposed. Decline it, and propose it again."
    ),
    "person_needed": gettext_lazy("This is decided by two people. Say who you are."),
    "no_such_refund": gettext_lazy("This refund was decided in the meantime."),
    "refund_waits": gettext_lazy("A refund of this payer is already waiting for another person."),
    "return_code_invalid": gettext_lazy("A reason code of a bank has four letters and digits, such as AC04."),
    "fee_below_zero": gettext_lazy("The fee of the bank cannot be below 0."),
    "payout_iban_invalid": gettext_lazy("This is not an IBAN. Check it digit by digit."),
    "payout_not_sepa": gettext_lazy("The country of this account is not part of SEPA."),
    "payout_bic_invalid": gettext_lazy("This is not a BIC: it has 8 or 11 letters and digits."),
    "payout_bic_needed": gettext_lazy("For accounts outside the European Economic Area, enter the BIC as well."),
    "no_payout_account": gettext_lazy("There is no account for refunds."),
    "statement_days": gettext_lazy("Enter a first day before the last one, at most three years apart."),
}
