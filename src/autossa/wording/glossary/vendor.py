"""The vendor's settings: versions of the catalogue, the mails and what can be wrong with their texts."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from autossa.domain.billing.terms import TermsForm, TermsKind
from autossa.queries.vendor.catalogue import Phase
from autossa.queries.vendor.terms.acceptances import Acceptance
from autossa.wording import formats
from autossa.wording.languages import say, translate

VERSION: dict[Phase, Promise] = {
    Phase.COMING: pgettext_lazy("version", "Coming"),
    Phase.IN_FORCE: pgettext_lazy("version", "In force"),
    Phase.PAST: pgettext_lazy("version", "Past"),
}

VERSION_TONE: dict[Phase, str] = {Phase.COMING: "info", Phase.IN_FORCE: "ok", Phase.PAST: "muted"}

MAIL: dict[str, Promise] = {
    "invitation": gettext_lazy("Invitation of a person"),
    "handed_over": gettext_lazy("Partner access given"),
    "access_requested": gettext_lazy("A partner asks for access"),
    "access_declined": gettext_lazy("Partner access declined"),
    "hand_over_revoked": gettext_lazy("Partner access revoked"),
    "company_waiting": gettext_lazy("Company to verify"),
    "run_halted": gettext_lazy("Run is halted"),
    "run_attention": gettext_lazy("Runs need attention"),
    "run_voiding": gettext_lazy("Voiding of a run to approve"),
    "webhook_failing": gettext_lazy("Webhook is failing"),
    "webhook_disabled": gettext_lazy("Webhook switched off"),
    "company_verified": gettext_lazy("Company verified"),
    "organisation_merged": gettext_lazy("Duplicate merged: to the organisation that stays"),
    "organisation_closed": gettext_lazy("Duplicate merged: to the duplicate"),
    "acting": gettext_lazy("Staff acts on behalf"),
    "payer_asked": gettext_lazy("Another payer asked for"),
    "payer_pending": gettext_lazy("Another payer asked for: to the other side"),
    "payer_changed": gettext_lazy("Another payer agreed to"),
    "payer_withdrawn": gettext_lazy("Another payer: request withdrawn"),
    "payer_refused": gettext_lazy("Another payer refused"),
    "contract_in_review": gettext_lazy("Contract submitted"),
    "contract_to_review": gettext_lazy("Contract to review, to our staff"),
    "contract_question": gettext_lazy("Question about a contract"),
    "contract_answered": gettext_lazy("Question answered, to our staff"),
    "contract_approved": gettext_lazy("Contract approved"),
    "contract_rejected": gettext_lazy("Contract rejected"),
    "contract_withdrawn": gettext_lazy("Contract withdrawn"),
    "contract_ending": gettext_lazy("Contract cancelled"),
    "cancellation_undone": gettext_lazy("Cancellation withdrawn"),
    "option_changed": gettext_lazy("Option changed"),
    "option_replaced": gettext_lazy("Option replaced in review"),
    "option_undone": gettext_lazy("Change of the option undone"),
    "contract_ended": gettext_lazy("Contract ended"),
    "contract_suspended": gettext_lazy("Contract suspended"),
    "contract_terminated": gettext_lazy("Contract terminated"),
    "late_waived": gettext_lazy("Late charge waived"),
    "terms_announced": gettext_lazy("New terms announced"),
    "terms_withdrawn": gettext_lazy("Announced terms withdrawn"),
    "contract_resumed": gettext_lazy("Contract resumed"),
    "settlement_invoiced": gettext_lazy("Booked, with an invoice"),
    "settlement_booked": gettext_lazy("Booked from the balance"),
    "settlement_voided": gettext_lazy("Booking voided"),
    "payment_returned": gettext_lazy("Payment returned"),
    "paid_order_not_booked": gettext_lazy("Paid order not booked"),
    "refund_approved": gettext_lazy("Refund approved"),
    "document_again": gettext_lazy("Invoice sent again"),
    "invoice_credited": gettext_lazy("Credit note without a void"),
    "collective_invoice": gettext_lazy("Collective invoice"),
    "dunning_letter": gettext_lazy("Reminder of what is overdue"),
    "suspension_ahead": gettext_lazy("Contract will be suspended"),
    "collective_credited": gettext_lazy("Credit note for a collective invoice"),
    "mandate_given": gettext_lazy("Mandate given: its copy"),
    "mandate_amended": gettext_lazy("Account of a mandate changed: its copy"),
    "collection_moved": gettext_lazy("Direct debit on another day"),
    "credits_ordered": gettext_lazy("Credits ordered, to our staff"),
    "credits_confirmed": gettext_lazy("Order of credits received"),
    "credits_booked": gettext_lazy("Ordered credits booked"),
    "licenses_ordered": gettext_lazy("Licenses ordered: to finance"),
    "license_order_confirmed": gettext_lazy("Order of licenses received"),
    "license_order_booked": gettext_lazy("Ordered licenses added"),
    "license_order_declined": gettext_lazy("Order of licenses declined"),
    "quote_approval": gettext_lazy("Approval of a quote asked for"),
    "quote_accepted": gettext_lazy("Quote accepted"),
    "quote_declined": gettext_lazy("Quote not approved"),
    "contract_not_continued": gettext_lazy("Contract not concluded after the payment"),
    "credits_declined": gettext_lazy("Order of credits declined"),
    "licenses_requested": gettext_lazy("Licenses requested"),
    "licenses_confirmed": gettext_lazy("Requested licenses confirmed"),
    "license_refused": gettext_lazy("Requested license not confirmed"),
    "license_file_issued": gettext_lazy("License file for a new major version"),
    "reminder_expiry": gettext_lazy("Reminder: coverage ends"),
    "reminder_included_ends": gettext_lazy("Reminder: included SSA ends"),
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
    "new_device": gettext_lazy("Login from a new device"),
    "test": gettext_lazy("Test e-mail"),
}

# What can be wrong with a text of a mail.
MAIL_MISTAKE: dict[str, Promise] = {
    "subject": gettext_lazy("The subject must be one line of at most 200 characters."),
    "body": gettext_lazy("The text must not be empty, and have at most 20,000 characters."),
    "unknown": gettext_lazy("There is no placeholder %(name)s in this e-mail; there are %(names)s."),
    "missing": gettext_lazy("The text must contain %(names)s."),
    "brace": gettext_lazy("A { or } belongs to a placeholder such as {project}."),
    "in_subject": gettext_lazy("%(name)s cannot be used in the subject."),
    "not_last": gettext_lazy("%(name)s must be at the end of its line."),
    "unseen": gettext_lazy("The text contains a character that cannot be shown (%(name)s). Remove it."),
}


TERMS_KIND: dict[TermsKind, Promise] = {
    TermsKind.TERMS: gettext_lazy("Terms"),
    TermsKind.SERVICE: gettext_lazy("Service description"),
}

TERMS_FORM: dict[TermsForm, Promise] = {
    TermsForm.TEXT: gettext_lazy("text"),
    TermsForm.PDF: gettext_lazy("PDF"),
    TermsForm.ADDRESS: gettext_lazy("address"),
}

TERMS_LANGUAGE: dict[str, Promise | str] = {"en": gettext_lazy("English"), "de": gettext_lazy("German"), "": ""}


def terms(details: Mapping[str, Any], language: str = "") -> str:
    """Which of the vendor's terms and service descriptions a row of the log is about, empty for none.

    By their number, or by the address that the environment named.
    """
    number, url, service = details.get("terms"), details.get("url", ""), details.get("service")
    said = []
    if isinstance(number, int):
        numbered = translate("terms, version %(number)s", language) % {"number": number}
        words = numbered if number else translate("terms", language)
        said.append(f"{words} ({url})" if url else words)
    if isinstance(service, int):
        said.append(translate("service description, version %(number)s", language) % {"number": service})
    return ", ".join(said)


def terms_version(kind: TermsKind, number: int, language: str = "") -> str:
    """A version by its name: "Terms, version 3"."""
    return f"{say(TERMS_KIND[kind], language)}, {translate('version %(number)s', language) % {'number': number}}"


def terms_version_from(kind: TermsKind, number: int, starts_on: date, language: str = "") -> str:
    """A version and its first day: "Terms, version 3, from 3 March 2027"."""
    day = translate("from %(day)s", language) % {"day": formats.day(starts_on, language)}
    return f"{terms_version(kind, number, language)}, {day}"


def accepted_by(given: Acceptance, language: str = "") -> str:
    """Who accepted a version, for whom and when: "accepted by Bob (Bob's Phones) for Alice Ltd on 3 March 2027"."""
    who = {"name": given.person, "day": formats.day(given.day, language), "organisation": given.organisation}
    if given.acting_for:
        said = translate("accepted by %(name)s (%(of)s), acting for %(organisation)s, on %(day)s", language)
        words = said % {**who, "of": given.member_of or translate("staff", language), "organisation": given.acting_for}
    elif given.member_of:
        said = translate("accepted by %(name)s (%(of)s) on behalf of %(organisation)s on %(day)s", language)
        words = said % {**who, "of": given.member_of}
    else:
        words = translate("accepted by %(name)s for %(organisation)s on %(day)s", language) % who
    again = translate("and not asked for again", language)
    return f"{words}, {again}" if given.earlier else words


def mail_mistake(code: str, name: str, names: str, language: str = "") -> str:
    """What is wrong with a text of a mail, as a sentence; `name` and `names` are placeholders of the mail."""
    return say(MAIL_MISTAKE[code], language) % {"name": name, "names": names}
