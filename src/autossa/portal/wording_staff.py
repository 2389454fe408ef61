"""The words for what vendor staff sees: the review queue, the schedule, versions of the catalogue."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from autossa.queries.contracts.reviews import Oddity, Waiting
from autossa.queries.vendor.catalogue import Phase

WAITING: dict[Waiting, Promise] = {
    Waiting.ALL: gettext_lazy("All"),
    Waiting.VENDOR: gettext_lazy("Waiting for us"),
    Waiting.CUSTOMER: gettext_lazy("Waiting for the customer"),
}

ODDITY: dict[Oddity, Promise] = {
    Oddity.NOT_VERIFIED: gettext_lazy("Customer not verified"),
    Oddity.DETAILS_CHANGED: gettext_lazy("Details changed since verification"),
    Oddity.GAP_LATE: gettext_lazy("Gap calculated twice"),
    Oddity.CANNOT: gettext_lazy("Cannot be approved"),
    Oddity.SUSPENDED_BEFORE: gettext_lazy("Suspended before"),
    Oddity.UNUSUALLY_LARGE: gettext_lazy("Unusually large"),
    Oddity.BY_STAFF: gettext_lazy("Concluded by staff"),
    Oddity.PARTNER_PAYS: gettext_lazy("A partner pays"),
    Oddity.FIXED_END: gettext_lazy("Fixed end"),
    Oddity.REQUESTED: gettext_lazy("Requested licenses"),
    Oddity.FIRST_CONTRACT: gettext_lazy("First contract"),
}

ODDITY_NOTE: dict[Oddity, Promise] = {
    Oddity.NOT_VERIFIED: gettext_lazy("Nobody has checked yet who this customer is."),
    Oddity.DETAILS_CHANGED: gettext_lazy(
        "Country or VAT id of the customer were changed after the check, so that it has to be checked again."
    ),
    Oddity.GAP_LATE: gettext_lazy("The gap is longer than the grace. Its credits are held in the balance."),
    Oddity.CANNOT: gettext_lazy("As things stand, the rules refuse the approval. The reason is below."),
    Oddity.SUSPENDED_BEFORE: gettext_lazy("A contract of this customer was suspended once."),
    Oddity.UNUSUALLY_LARGE: gettext_lazy(
        "A year costs more than twice as many credits as this project ever used in one."
    ),
    Oddity.BY_STAFF: gettext_lazy("Somebody of our staff concluded it on behalf of the customer."),
    Oddity.PARTNER_PAYS: gettext_lazy("Invoices go to a partner, not to the customer."),
    Oddity.FIXED_END: gettext_lazy("It ends on an agreed day instead of going on."),
    Oddity.REQUESTED: gettext_lazy(
        "It was concluded with licenses that nobody has confirmed yet. The approval confirms them."
    ),
    Oddity.FIRST_CONTRACT: gettext_lazy("The customer never had a contract that was approved."),
}

ODDITY_TONE: dict[Oddity, str] = {
    Oddity.NOT_VERIFIED: "danger",
    Oddity.DETAILS_CHANGED: "danger",
    Oddity.GAP_LATE: "warn",
    Oddity.CANNOT: "danger",
    Oddity.SUSPENDED_BEFORE: "warn",
    Oddity.UNUSUALLY_LARGE: "warn",
    Oddity.BY_STAFF: "warn",
    Oddity.PARTNER_PAYS: "info",
    Oddity.FIXED_END: "info",
    Oddity.REQUESTED: "info",
    Oddity.FIRST_CONTRACT: "info",
}

VERSION: dict[Phase, Promise] = {
    Phase.COMING: pgettext_lazy("version", "Coming"),
    Phase.IN_FORCE: pgettext_lazy("version", "In force"),
    Phase.PAST: pgettext_lazy("version", "Past"),
}

VERSION_TONE: dict[Phase, str] = {Phase.COMING: "info", Phase.IN_FORCE: "ok", Phase.PAST: "muted"}

TASK: dict[str, Promise] = {
    "daily_run": gettext_lazy("Daily run"),
    "prune_outbox": gettext_lazy("Words of old mails removed"),
    "forget_registrations": gettext_lazy("Old registrations forgotten"),
    "forget_drafts": gettext_lazy("Old drafts forgotten"),
    "clear_sessions": gettext_lazy("Expired sessions cleared"),
    "reminders": gettext_lazy("Reminders"),
    "weekly_list": gettext_lazy("Weekly list for partners"),
}

MAIL: dict[str, Promise] = {
    "invitation": gettext_lazy("Invitation of a person"),
    "handed_over": gettext_lazy("Rights handed over"),
    "hand_over_revoked": gettext_lazy("Rights taken back"),
    "acting": gettext_lazy("Staff acts on behalf"),
    "payer_asked": gettext_lazy("Another payer asked for"),
    "payer_refused": gettext_lazy("Another payer refused"),
    "contract_in_review": gettext_lazy("Contract submitted"),
    "contract_to_review": gettext_lazy("Contract to review, to our staff"),
    "contract_question": gettext_lazy("Question about a contract"),
    "contract_answered": gettext_lazy("Question answered, to our staff"),
    "contract_approved": gettext_lazy("Contract approved"),
    "contract_rejected": gettext_lazy("Contract rejected"),
    "contract_withdrawn": gettext_lazy("Contract withdrawn"),
    "contract_ending": gettext_lazy("Contract cancelled"),
    "cancellation_undone": gettext_lazy("Cancellation taken back"),
    "contract_ended": gettext_lazy("Contract ended"),
    "contract_suspended": gettext_lazy("Contract suspended"),
    "contract_resumed": gettext_lazy("Contract resumed"),
    "settlement_invoiced": gettext_lazy("Booked, with an invoice"),
    "settlement_booked": gettext_lazy("Booked from the balance"),
    "settlement_voided": gettext_lazy("Booking voided"),
    "credits_ordered": gettext_lazy("Credits ordered, to our staff"),
    "credits_confirmed": gettext_lazy("Order of credits received"),
    "credits_booked": gettext_lazy("Ordered credits booked"),
    "credits_declined": gettext_lazy("Order of credits declined"),
    "license_refused": gettext_lazy("Requested license not confirmed"),
    "reminder_expiry": gettext_lazy("Reminder: coverage ends"),
    "reminder_last_day_to_cancel": gettext_lazy("Reminder: last day to cancel"),
    "reminder_charge": gettext_lazy("Reminder: next charge"),
    "reminder_gap_doubles": gettext_lazy("Reminder: the gap will count twice"),
    "weekly_list": gettext_lazy("Weekly list for partners"),
    "account_confirm": gettext_lazy("Confirm the e-mail address"),
    "account_exists": gettext_lazy("There is an account already"),
    "account_unknown": gettext_lazy("There is no account"),
    "account_new_address": gettext_lazy("Confirm a new e-mail address"),
    "account_reset": gettext_lazy("New password"),
    "account_changed": gettext_lazy("Something about the account was changed"),
    "new_device": gettext_lazy("Log-in from a new device"),
    "test": gettext_lazy("Test mail"),
}
