"""Which event makes which mail; an event that is not here makes none."""

from autossa.operations.mail_texts import (
    account_letters,
    booking_letters,
    contract_letters,
    license_letters,
    order_letters,
    reminder_letters,
)
from autossa.operations.mail_texts.letters import Maker

MAKERS: dict[str, Maker] = {
    **account_letters.MAKERS,
    **contract_letters.MAKERS,
    **booking_letters.MAKERS,
    **order_letters.MAKERS,
    **license_letters.MAKERS,
    **reminder_letters.MAKERS,
}
