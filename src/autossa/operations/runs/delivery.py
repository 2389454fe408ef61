"""The outbox delivered by any number of workers: events become mails, mails are sent with the files that they name.

A row of an event becomes, in one transaction, a row of its own for each mail it makes; such a row is one mail to one
address. So a failure of one mail repeats no other, and none keeps another: see `operations.runs.mailing`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from autossa.gateways.mail.protocol import MailGateway
from autossa.operations.runs.mailing.sending import send_due
from autossa.operations.runs.mailing.turning import turn_due


@dataclass(frozen=True, slots=True)
class Delivered:
    """What a pass did: mails sent; events turned into mails, or mails left out; failures; if the server is away."""

    sent: int = 0
    events: int = 0
    failed: int = 0
    unavailable: bool = False

    @property
    def did_something(self) -> bool:
        """There may be more to do at once."""
        return bool(self.sent or self.events)


def deliver(
    *, gateway: MailGateway, now: datetime, limit: int = 100, should_continue: Callable[[], bool] = lambda: True
) -> Delivered:
    """Deliver what waits, at most `limit` mails and as many events; `should_continue` is asked before each.

    What fails is tried again later, behind what was never tried, and parked after several attempts, or at once where
    that is of no use. Without the mail server no mail is tried, and nothing is counted against any; events go on.
    """
    mails = send_due(gateway, now, limit, should_continue)
    if mails.stopped:
        return Delivered(mails.sent, mails.left_out, mails.failed)
    turned = turn_due(now, limit, should_continue)
    return Delivered(
        mails.sent, mails.left_out + turned.events, mails.failed + turned.failed, unavailable=mails.unavailable
    )
