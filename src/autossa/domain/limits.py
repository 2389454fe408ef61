"""How often something may be done: one table for every door behind the log-in, and for registering before it.

Each limit counts for somebody: the person who does it, an organisation that it is done for, the network address that it
comes from, the mailbox that it is sent to. What is counted, and where, is `operations.limits`.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

QUARTER, HOUR, DAY = timedelta(minutes=15), timedelta(hours=1), timedelta(days=1)


class Deed(StrEnum):
    """What is limited."""

    REGISTER = "register a company"
    INVITE = "invite somebody"
    WRITE = "cause an e-mail to somebody"
    ORDER = "order credits"
    WRONG_KEY = "try an activation key in vain"
    WRONG_CODE = "type the code of a device in vain"
    EXPORT = "export a list"
    MAIL_DOCUMENT = "have a document sent by e-mail again"
    REQUEST = "ask others for something: licenses, a contract, a payer; give access; add projects and contacts"
    ASK_ACCESS = "ask a customer for access"


class Whose(StrEnum):
    """For whom it is counted."""

    PERSON = "person"
    ORGANISATION = "organisation"
    VISITOR = "network address"
    MAILBOX = "mailbox"


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so often within any such span of time."""

    whose: Whose
    most: int
    span: timedelta


TABLE: dict[Deed, tuple[Limit, ...]] = {
    Deed.REGISTER: (Limit(Whose.VISITOR, 20, HOUR),),
    Deed.INVITE: (
        Limit(Whose.PERSON, 20, HOUR),
        Limit(Whose.ORGANISATION, 30, HOUR),
        Limit(Whose.ORGANISATION, 100, DAY),
        Limit(Whose.VISITOR, 60, HOUR),
    ),
    Deed.WRITE: (Limit(Whose.MAILBOX, 5, HOUR), Limit(Whose.MAILBOX, 20, DAY)),
    Deed.ORDER: (
        Limit(Whose.PERSON, 30, HOUR),
        Limit(Whose.ORGANISATION, 60, HOUR),
        Limit(Whose.VISITOR, 120, HOUR),
    ),
    Deed.WRONG_KEY: (
        Limit(Whose.PERSON, 10, QUARTER),
        Limit(Whose.ORGANISATION, 20, QUARTER),
        Limit(Whose.VISITOR, 30, QUARTER),
    ),
    Deed.WRONG_CODE: (Limit(Whose.VISITOR, 10, QUARTER), Limit(Whose.VISITOR, 40, DAY)),
    Deed.EXPORT: (
        Limit(Whose.PERSON, 30, HOUR),
        Limit(Whose.ORGANISATION, 100, HOUR),
        Limit(Whose.VISITOR, 100, HOUR),
    ),
    Deed.MAIL_DOCUMENT: (
        Limit(Whose.PERSON, 20, HOUR),
        Limit(Whose.ORGANISATION, 40, HOUR),
        Limit(Whose.VISITOR, 60, HOUR),
    ),
    Deed.REQUEST: (
        Limit(Whose.PERSON, 200, HOUR),
        Limit(Whose.ORGANISATION, 400, HOUR),
        Limit(Whose.VISITOR, 400, HOUR),
    ),
    Deed.ASK_ACCESS: (
        Limit(Whose.PERSON, 10, HOUR),
        Limit(Whose.ORGANISATION, 20, HOUR),
        Limit(Whose.ORGANISATION, 50, DAY),
        Limit(Whose.VISITOR, 30, HOUR),
    ),
}
DEVICE_SPAN = timedelta(minutes=1)
DEVICE_ASKS = 120
"""How often a device may ask within the span; whoever asks without a device is counted by address, as below."""
STRANGER_ASKS = 60
TOKEN_SPAN = timedelta(minutes=1)
TOKEN_ASKS = 600
"""How often a token of the API may ask within the span; whoever asks without one is counted by address, as above."""

LONGEST = max(limit.span for limits in TABLE.values() for limit in limits)
