"""Which mails there are, and the placeholders each may and must have; the vendor may edit the words around them."""

from dataclasses import dataclass
from enum import StrEnum

LANGUAGES = ("en", "de")


class Kind(StrEnum):
    """What a placeholder stands for: words in a line, the items of a list, somebody's own words, a link."""

    LINE = "line"
    LIST = "list"
    QUOTE = "quote"
    LINK = "link"


_KINDS = {
    "licenses": Kind.LIST,
    "projects": Kind.LIST,
    "question": Kind.QUOTE,
    "answer": Kind.QUOTE,
    "reason": Kind.QUOTE,
    "how_to_pay": Kind.QUOTE,
    "link": Kind.LINK,
}
_EVERYWHERE = frozenset({"vendor", "link"})


@dataclass(frozen=True, slots=True)
class Key:
    """One kind of mail: what its text must say, and what it may say; a line with an empty value is left out."""

    required: frozenset[str]
    optional: frozenset[str]

    @property
    def known(self) -> frozenset[str]:
        """Every placeholder that has a value."""
        return self.required | self.optional


def kind(placeholder: str) -> Kind:
    """What a placeholder stands for, in every mail the same."""
    return _KINDS.get(placeholder, Kind.LINE)


def _key(required: str, optional: str = "") -> Key:
    must = frozenset(required.split())
    return Key(must, (frozenset(optional.split()) | _EVERYWHERE) - must)


_AMOUNTS = "period ssc from_balance"
_AGREED = "first_gross first_balance year_ssc year_net year_tax year_gross"
_GAP = "gap_from gap_last gap_once gap_twice gap_times"

KEYS: dict[str, Key] = {
    "invitation": _key("organisation link", "role inviter until"),
    "handed_over": _key("customer partner rights", "scope start end"),
    "hand_over_revoked": _key("customer partner rights", "scope day"),
    "acting": _key("organisation person reason", "until"),
    "payer_asked": _key("organisation project link", "customer option person confirmer"),
    "payer_refused": _key("organisation project", "customer confirmer payer"),
    "contract_in_review": _key(
        "project option licenses payer start",
        f"customer day adjustment term fixed_end person {_AGREED} {_GAP}",
    ),
    "contract_to_review": _key(
        "project customer option link", f"day adjustment fixed_end person payer start {_GAP}"
    ),
    "contract_question": _key("project question link", "customer"),
    "contract_answered": _key("project answer", "customer person"),
    "contract_approved": _key("project option start", "customer fixed_end last_cancel next_booking payer"),
    "contract_rejected": _key("project reason", "customer released excused"),
    "contract_withdrawn": _key("project", "customer released"),
    "contract_ending": _key("project end undo_until", "customer grace gap_times"),
    "cancellation_undone": _key("project", "customer fixed_end last_cancel"),
    "contract_ended": _key("project", "customer covered_until single_until gap_times"),
    "contract_suspended": _key("project", "customer reason covered_until"),
    "contract_resumed": _key("project", "customer covered_until next_booking"),
    "settlement_invoiced": _key(
        "project number ssc net tax gross", f"customer payer invoiced_ssc what covered_until {_AMOUNTS}"
    ),
    "settlement_booked": _key("project ssc", "customer what period balance covered_until"),
    "settlement_voided": _key(
        "project ssc reason", "customer what period number corrects net tax gross covered_until"
    ),
    "credits_ordered": _key("project customer ssc gross link", "payer reference day person"),
    "credits_confirmed": _key(
        "project ssc gross payer reference", "customer net tax day person how_to_pay"
    ),
    "credits_booked": _key("project ssc", "customer gross payer day person balance"),
    "credits_declined": _key("project ssc reason", "customer gross payer day person"),
    "license_refused": _key("project license reason", "customer day"),
    "reminder_expiry": _key("project last_day", "customer days_left contract_end grace gap_times"),
    "reminder_last_day_to_cancel": _key("project last_day", "customer term_end term option days_left"),
    "reminder_charge": _key("project day amount", f"customer option net tax gross {_AMOUNTS}"),
    "reminder_gap_doubles": _key(
        "project doubles_on once twice", "customer gap_from single_until gap_times days_left"
    ),
    "weekly_list": _key("projects", "partner count more"),
    "account_confirm": _key("organisation link", "until"),
    "account_exists": _key("link"),
    "account_unknown": _key("link"),
    "account_new_address": _key("link", "until"),
    "account_reset": _key("link", "until"),
    "account_changed": _key("change moment", "device address"),
    "new_device": _key("moment link", "device address"),
    "test": _key(""),
}  # fmt: skip
