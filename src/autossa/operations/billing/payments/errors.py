"""Why something of payments is refused, in words: one exception for each code of the rules."""

from autossa.domain.billing.payments.refusals import No, Refused
from autossa.operations.errors import Invalid, NotFound, OperationError


class PaymentProblem(Invalid):
    """This is not possible. `most` is what would be, in minor units, None where no amount is."""

    def __init__(self, most: int | None = None) -> None:
        self.most = most
        super().__init__(most=most)


class NoSuchClaim(NotFound):
    """This payer has no such invoice or fee."""


class NoSuchPayment(NotFound):
    """There is no such payment of this payer."""


class OtherCurrency(PaymentProblem):
    """The payment and what it is for have different currencies."""


class NotAboveZero(PaymentProblem):
    """Enter an amount above 0."""

    field = "amount"


class MoreThanLeftOfPayment(PaymentProblem):
    """That is more than what is left of the payment."""

    field = "amount"


class MoreThanLeftOfClaim(PaymentProblem):
    """That is more than what is left to pay of it."""

    field = "amount"


class MoreThanAllocated(PaymentProblem):
    """No more can be taken back than what was allocated."""

    field = "amount"


class NothingLeftToPay(PaymentProblem):
    """Nothing is left to pay of it."""


class NotAssigned(PaymentProblem):
    """Say first whose payment this is."""


class NothingToMove(PaymentProblem):
    """Nothing is there of this payment any more: it was moved, returned or paid out."""


class NotMovable(PaymentProblem):
    """A direct debit or a card payment belongs to the payer who gave it."""


class AlreadyReturned(PaymentProblem):
    """No more can be returned than what is there of the payment."""

    field = "amount"


class ReasonNeeded(PaymentProblem):
    """Enter the reason."""

    field = "reason"


class SecondPersonNeeded(PaymentProblem):
    """Another person has to approve this."""


class SamePerson(PaymentProblem):
    """You proposed this yourself: another person has to approve it."""


class IbanNotConfirmed(PaymentProblem):
    """The payer has not confirmed an account for refunds yet."""


class MoreThanCredit(PaymentProblem):
    """That is more than what can be paid out: money that its bank can still take back stays."""

    field = "amount"


class InCollection(PaymentProblem):
    """It is being collected by direct debit: wait for the bank's answer."""


_BY_CODE: dict[Refused, type[OperationError]] = {
    Refused.NO_SUCH_DOCUMENT: NoSuchClaim,
    Refused.NO_SUCH_PAYMENT: NoSuchPayment,
    Refused.OTHER_CURRENCY: OtherCurrency,
    Refused.NOT_ABOVE_ZERO: NotAboveZero,
    Refused.MORE_THAN_LEFT_OF_PAYMENT: MoreThanLeftOfPayment,
    Refused.MORE_THAN_LEFT_OF_DOCUMENT: MoreThanLeftOfClaim,
    Refused.MORE_THAN_ALLOCATED: MoreThanAllocated,
    Refused.NOTHING_LEFT: NothingLeftToPay,
    Refused.NOT_ASSIGNED: NotAssigned,
    Refused.NOTHING_TO_MOVE: NothingToMove,
    Refused.NOT_MOVABLE: NotMovable,
    Refused.ALREADY_RETURNED: AlreadyReturned,
    Refused.NEEDS_REASON: ReasonNeeded,
    Refused.NEEDS_SECOND_PERSON: SecondPersonNeeded,
    Refused.SAME_PERSON: SamePerson,
    Refused.IBAN_NOT_CONFIRMED: IbanNotConfirmed,
    Refused.MORE_THAN_CREDIT: MoreThanCredit,
    Refused.IN_COLLECTION: InCollection,
}


def problem(no: No) -> OperationError:
    """The exception for what the rules said."""
    kind = _BY_CODE[no.code]
    return kind(no.most) if issubclass(kind, PaymentProblem) else kind()
