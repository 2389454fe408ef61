"""The words for what the domain and the store name by codes."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from autossa.domain.contracts import Status
from autossa.domain.coverage import Source
from autossa.domain.credits import LotSource
from autossa.domain.invoices import Reason
from autossa.domain.plans import Option
from autossa.domain.rights import Role
from autossa.portal import wording_rights
from autossa.queries.projects.search import State

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

TONE: dict[Status | None, str] = {
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

SOURCE: dict[Source, Promise] = {
    Source.AUTO: gettext_lazy("Covered by Auto SSA"),
    Source.MANUAL: gettext_lazy("Extended by hand"),
    Source.BACK_PAYMENT: gettext_lazy("Back payment for a gap"),
}

LOT: dict[LotSource, Promise] = {
    LotSource.TOP_UP: gettext_lazy("bought"),
    LotSource.RECHARGE: gettext_lazy("recharged"),
    LotSource.KEY: gettext_lazy("from a key"),
    LotSource.OPENING: gettext_lazy("opening balance"),
    LotSource.ADJUSTMENT: gettext_lazy("adjustment"),
}

REASON: dict[Reason, Promise] = {
    Reason.EXTENSION: gettext_lazy("Extension"),
    Reason.ADDITION: gettext_lazy("Added licenses"),
    Reason.GAP: gettext_lazy("Back payment"),
    Reason.MANUAL: gettext_lazy("Extension by hand"),
}

TRANSFER: dict[str, Promise] = {
    "top_up": gettext_lazy("Credits bought"),
    "recharge": gettext_lazy("Recharge, invoiced"),
    "key": gettext_lazy("Activation key redeemed"),
    "opening": gettext_lazy("Opening balance"),
    "adjustment": gettext_lazy("Adjustment by staff"),
    "hold": gettext_lazy("Held for a gap"),
    "release": gettext_lazy("Hold released"),
    "consume_extension": gettext_lazy("Used for an extension"),
    "consume_addition": gettext_lazy("Used for added licenses"),
    "consume_gap": gettext_lazy("Used for a gap"),
    "write_off": gettext_lazy("Written off by staff"),
    "restore": gettext_lazy("Given back: booking voided"),
    "recharge_void": gettext_lazy("Recharge taken back: booking voided"),
}

ORIGIN: dict[str, Promise] = {
    "key": gettext_lazy("Activation key"),
    "staff": gettext_lazy("Entered by staff"),
    "customer": gettext_lazy("Entered by the customer"),
    "partner": gettext_lazy("Entered by the partner"),
}

ACTION: dict[str, Promise] = {
    "create_project": gettext_lazy("Project created"),
    "rename_project": gettext_lazy("Project renamed"),
    "add_license": gettext_lazy("License added"),
    "request_license": gettext_lazy("License requested"),
    "confirm_license": gettext_lazy("License confirmed"),
    "withdraw_request": gettext_lazy("Requested license withdrawn"),
    "refuse_request": gettext_lazy("Requested license refused"),
    "activate_license": gettext_lazy("License activated"),
    "return_license": gettext_lazy("License returned"),
    "top_up": gettext_lazy("Credits bought"),
    "adjust_credits": gettext_lazy("Credits adjusted"),
    "redeem_key": gettext_lazy("Activation key redeemed"),
    "extend": gettext_lazy("Extended by hand"),
    "conclude_contract": gettext_lazy("Contract concluded"),
    "ask_question": gettext_lazy("Question asked"),
    "answer_question": gettext_lazy("Question answered"),
    "approve_contract": gettext_lazy("Contract approved"),
    "reject_contract": gettext_lazy("Contract rejected"),
    "withdraw_contract": gettext_lazy("Contract withdrawn"),
    "suspend_contract": gettext_lazy("Contract suspended"),
    "resume_contract": gettext_lazy("Contract resumed"),
    "cancel_contract": gettext_lazy("Contract cancelled"),
    "undo_cancellation": gettext_lazy("Cancellation taken back"),
    "retry_project": gettext_lazy("Run retried by hand"),
    "void": gettext_lazy("Booking voided"),
    "order_credits": gettext_lazy("Credits ordered"),
    "withdraw_order": gettext_lazy("Order withdrawn"),
    "decline_order": gettext_lazy("Order declined"),
    "book_order": gettext_lazy("Order paid and booked"),
}

ORDER: dict[str, Promise] = {
    "open": gettext_lazy("Ordered, booked when paid"),
    "booked": gettext_lazy("Paid and booked"),
    "declined": gettext_lazy("Declined"),
    "withdrawn": gettext_lazy("Withdrawn"),
}

ORDER_TONE: dict[str, str] = {"open": "info", "booked": "ok", "declined": "danger", "withdrawn": "muted"}

ROLE: dict[Role, Promise] = {
    Role.OWNER: gettext_lazy("Owner"),
    Role.MANAGER: gettext_lazy("Manager"),
    Role.VIEWER: gettext_lazy("Viewer"),
    Role.ADMIN: gettext_lazy("Administrator"),
    Role.REVIEWER: gettext_lazy("Reviewer of contracts"),
    Role.FINANCE: gettext_lazy("Finance"),
    Role.SUPPORT: gettext_lazy("Support"),
}


def plan(option: Option) -> str:
    """The name of an option, or what it is when the vendor made one of its own."""
    if option.name in PLAN:
        return str(PLAN[option.name])
    return _("Term %(term)s months, billed every %(billed)s months") % {
        "term": option.term_months,
        "billed": option.billed_months,
    }


def days_left(days: int) -> str:
    """How long coverage still lasts, or since when it is over; `days` from today to the last covered day."""
    if days > 0:
        return ngettext("%(days)s day left", "%(days)s days left", days) % {"days": days}
    if days == 0:
        return _("last day today")
    if days == -1:
        return _("not covered since today")
    return ngettext("not covered for %(days)s day", "not covered for %(days)s days", -days) % {"days": -days}


def action(code: str) -> str:
    """What was done."""
    known = ACTION if code in ACTION else wording_rights.ACTION
    return str(known.get(code, code.replace("_", " ")))
