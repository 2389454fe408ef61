"""Contracts: their states, options and terms; what the queue of reviews says of them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from autossa.domain.contracts import Status
from autossa.domain.plans import Option
from autossa.queries.contracts.reviews import ReviewFlag, Waiting
from autossa.queries.projects.search import State
from autossa.wording.formats import percent
from autossa.wording.glossary.counts import months
from autossa.wording.languages import say, translate

STATUS: dict[Status | None, Promise] = {
    None: gettext_lazy("No contract"),
    Status.IN_REVIEW: gettext_lazy("In review"),
    Status.QUESTION: gettext_lazy("Question open"),
    Status.ACTIVE: gettext_lazy("Active"),
    Status.ENDING: gettext_lazy("Ending"),
    Status.SUSPENDED: gettext_lazy("Suspended"),
    Status.ENDED: gettext_lazy("Ended"),
    Status.REJECTED: gettext_lazy("Rejected"),
    Status.WITHDRAWN: gettext_lazy("Withdrawn"),
}

STATUS_TONE: dict[Status | None, str] = {
    None: "muted",
    Status.IN_REVIEW: "info",
    Status.QUESTION: "warn",
    Status.ACTIVE: "ok",
    Status.ENDING: "warn",
    Status.SUSPENDED: "danger",
    Status.ENDED: "muted",
    Status.REJECTED: "danger",
    Status.WITHDRAWN: "muted",
}

# What a project has, in a few words.
CONTRACT: dict[Status | None, Promise] = {
    None: gettext_lazy("no Auto SSA contract"),
    Status.IN_REVIEW: gettext_lazy("Auto SSA in review"),
    Status.QUESTION: gettext_lazy("Auto SSA in review, question open"),
    Status.ACTIVE: gettext_lazy("Auto SSA active"),
    Status.ENDING: gettext_lazy("Auto SSA ending"),
    Status.SUSPENDED: gettext_lazy("Auto SSA suspended"),
    Status.ENDED: gettext_lazy("Auto SSA ended"),
    Status.REJECTED: gettext_lazy("Auto SSA rejected"),
    Status.WITHDRAWN: gettext_lazy("Auto SSA withdrawn"),
}

STATE: dict[State, Promise] = {
    State.ALL: gettext_lazy("All"),
    State.REVIEW: gettext_lazy("In review"),
    State.QUESTION: gettext_lazy("Question open"),
    State.ACTIVE: gettext_lazy("Active"),
    State.ENDING: gettext_lazy("Ending"),
    State.SUSPENDED: gettext_lazy("Suspended"),
    State.NONE: gettext_lazy("No contract"),
}

PLAN: dict[str, Promise] = {
    "annual_yearly": gettext_lazy("Annual, billed yearly"),
    "annual_quarterly": gettext_lazy("Annual, billed quarterly"),
    "annual_monthly": gettext_lazy("Annual, billed monthly"),
    "flex_monthly": gettext_lazy("Full flex, billed monthly"),
}

WAITING: dict[Waiting, Promise] = {
    Waiting.ALL: gettext_lazy("All"),
    Waiting.VENDOR: gettext_lazy("Waiting for us"),
    Waiting.CUSTOMER: gettext_lazy("Waiting for the customer"),
}

REVIEW_FLAG: dict[ReviewFlag, Promise] = {
    ReviewFlag.NOT_VERIFIED: gettext_lazy("Customer not verified"),
    ReviewFlag.DETAILS_CHANGED: gettext_lazy("Details changed since verification"),
    ReviewFlag.NO_ADDRESS: gettext_lazy("Payer without an address"),
    ReviewFlag.NO_VAT_ID: gettext_lazy("Payer without a VAT ID"),
    ReviewFlag.GAP_LATE: gettext_lazy("Gap calculated twice"),
    ReviewFlag.CANNOT: gettext_lazy("Cannot be approved"),
    ReviewFlag.SUSPENDED_BEFORE: gettext_lazy("Suspended before"),
    ReviewFlag.UNUSUALLY_LARGE: gettext_lazy("Unusually large"),
    ReviewFlag.BY_STAFF: gettext_lazy("Concluded by staff"),
    ReviewFlag.PARTNER_PAYS: gettext_lazy("A partner pays"),
    ReviewFlag.FIXED_END: gettext_lazy("Fixed end"),
    ReviewFlag.REQUESTED: gettext_lazy("Requested licenses"),
    ReviewFlag.FIRST_CONTRACT: gettext_lazy("First contract"),
}

REVIEW_FLAG_NOTE: dict[ReviewFlag, Promise] = {
    ReviewFlag.NOT_VERIFIED: gettext_lazy("Nobody has checked yet who this customer is."),
    ReviewFlag.DETAILS_CHANGED: gettext_lazy(
        "Country or VAT id of the customer were changed after the check, so that it has to be checked again."
    ),
    ReviewFlag.NO_ADDRESS: gettext_lazy("Invoices need one: ask for it, or enter it with the organisation."),
    ReviewFlag.NO_VAT_ID: gettext_lazy("Check whether the payer has none, and which VAT its invoices carry."),
    ReviewFlag.GAP_LATE: gettext_lazy("The gap is longer than the grace. Its credits are held in the balance."),
    ReviewFlag.CANNOT: gettext_lazy("As things stand, the rules refuse the approval. The reason is below."),
    ReviewFlag.SUSPENDED_BEFORE: gettext_lazy("A contract of this customer was suspended once."),
    ReviewFlag.UNUSUALLY_LARGE: gettext_lazy(
        "A year costs more than twice as many credits as this project ever used in one."
    ),
    ReviewFlag.BY_STAFF: gettext_lazy("Somebody of our staff concluded it on behalf of the customer."),
    ReviewFlag.PARTNER_PAYS: gettext_lazy("Invoices go to a partner, not to the customer."),
    ReviewFlag.FIXED_END: gettext_lazy("It ends on an agreed day instead of going on."),
    ReviewFlag.REQUESTED: gettext_lazy(
        "It was concluded with licenses that nobody has confirmed yet. The approval confirms them."
    ),
    ReviewFlag.FIRST_CONTRACT: gettext_lazy("The customer never had a contract that was approved."),
}

REVIEW_FLAG_TONE: dict[ReviewFlag, str] = {
    ReviewFlag.NOT_VERIFIED: "danger",
    ReviewFlag.DETAILS_CHANGED: "danger",
    ReviewFlag.NO_ADDRESS: "warn",
    ReviewFlag.NO_VAT_ID: "info",
    ReviewFlag.GAP_LATE: "warn",
    ReviewFlag.CANNOT: "danger",
    ReviewFlag.SUSPENDED_BEFORE: "warn",
    ReviewFlag.UNUSUALLY_LARGE: "warn",
    ReviewFlag.BY_STAFF: "warn",
    ReviewFlag.PARTNER_PAYS: "info",
    ReviewFlag.FIXED_END: "info",
    ReviewFlag.REQUESTED: "info",
    ReviewFlag.FIRST_CONTRACT: "info",
}


def plan(option: Option, language: str = "") -> str:
    """The name of an option, or what it is when the vendor made one of its own."""
    if option.name in PLAN:
        return say(PLAN[option.name], language)
    text = translate("Term %(term)s, billed every %(billed)s", language)
    return text % {"term": months(option.term_months, language), "billed": months(option.billed_months, language)}


def term(option: Option, language: str = "") -> str:
    """12 months, to be cancelled 3 months before its end."""
    text = translate("%(term)s, notice %(notice)s", language)
    return text % {"term": months(option.term_months, language), "notice": months(option.notice_months, language)}


def adjustment(option: Option, language: str = "") -> str:
    """List price, or what the option takes off it or adds."""
    share = option.adjustment
    list_price = translate("list price", language)
    if share == 0:
        return list_price
    return f"{list_price} {'−' if share < 0 else '+'}{percent(abs(share), language)}"


def contract(status: str | None, language: str = "") -> str:
    """What contract a project has, in a few words."""
    return say(CONTRACT[Status(status) if status else None], language)
