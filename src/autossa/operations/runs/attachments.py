"""Files that go with mails: what kinds there are, and how each is made when its mail is sent.

An event's mail names a file (`notify.drafts.Attached`); a kind of file is a function of its key and form.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from uuid import UUID

from autossa.gateways.mail.protocol import Attachment
from autossa.operations.billing.attached import invoice_attached
from autossa.operations.billing.dunning.papers import letter_attached
from autossa.operations.billing.payments.papers import mandate_attached
from autossa.operations.context import SYSTEM, ActionContext
from autossa.operations.orders.papers import quote_attached

Maker = Callable[[UUID, str, ActionContext], Attachment | None]
"""Gives None for a form that what the key names does not have, such as XML of what is no electronic invoice.

What it raises keeps the mail back: it is tried again, and parked at last, as any other that fails.
"""

MAKERS: Mapping[str, Maker] = {
    "invoice": invoice_attached,
    "mandate": mandate_attached,
    "quote": quote_attached,
    "dunning": letter_attached,
}


def attachments_of(wanted: Iterable[Mapping[str, str]], now: datetime) -> tuple[Attachment, ...]:
    """The files that a message of the outbox names. Raises KeyError for a kind that there is not, and as its maker."""
    ctx = ActionContext(SYSTEM, now.date(), now)
    made = (MAKERS[one["kind"]](UUID(one["key"]), one["form"], ctx) for one in wanted)
    return tuple(file for file in made if file is not None)
