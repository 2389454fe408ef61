"""What was not done, in words: why the rules refused, and what was wrong with a request, by its code.

All is said in the language of the page.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from autossa.domain.amounts import Ssc
from autossa.domain.gaps import Enough
from autossa.domain.refusals import Code, Refusal
from autossa.queries.credits.orders import to_order
from autossa.wording.formats import day, moment, ssc, until
from autossa.wording.refusals_of_orders import OF_ORDERS


@dataclass(frozen=True, slots=True)
class RefusalMessage:
    """A refusal in words; `missing` SSC (hundredths) are what a top-up of the balance would help, 0 for none.

    `to_order` are those of them that are not ordered yet, or what suffices by `in_time` where a transfer takes longer
    than the gap stands still; `waits` says, inside `text` too, what is ordered.
    """

    code: Code
    text: str
    missing: Ssc = 0
    to_order: Ssc = 0
    waits: str = ""
    in_time: date | None = None


def explain(refusal: Refusal, ordered: Ssc = 0, enough: Enough | None = None) -> RefusalMessage:
    """What happened and the way on; with `ordered` SSC that wait for their payment, and what is `enough` to top up."""
    missing = refusal.missing_ssc or 0
    waits = waiting(missing, ordered)
    way = waits or (_ADVICE[refusal.code]() if refusal.code in _ADVICE else "")
    text = f"{_WORDS[refusal.code](refusal)} {way}".rstrip()
    rest = to_order(missing, ordered, enough)
    return RefusalMessage(refusal.code, text, missing, rest, waits, enough.day if enough and rest else None)


def waiting(missing: Ssc, ordered: Ssc) -> str:
    """What is ordered where credits are missing, so that nobody orders them twice; empty when nothing is."""
    if not missing or not ordered:
        return ""
    given = {"ssc": ssc(ordered), "rest": ssc(to_order(missing, ordered))}
    if ordered >= missing:
        return _("%(ssc)s are ordered and wait for their payment.") % given
    return _("%(ssc)s are ordered and wait for their payment; %(rest)s are still to be ordered.") % given


def explain_error(code: str, facts: Mapping[str, object], fallback: str) -> str:
    """What was wrong with a request, by the code of the exception and what fills its words.

    `fallback` (the exception's own English message) is said for a code that has no words here.
    """
    text = _ERRORS.get(code)
    words = {name: _fact(fact) for name, fact in facts.items()}
    try:
        return str(text) % words if text is not None else fallback
    except KeyError:  # it was raised without what these words need
        return fallback


def _fact(fact: object) -> object:
    """As it is shown: a moment and a day are written in the language of the page."""
    if isinstance(fact, datetime):
        return moment(fact)
    return day(fact) if isinstance(fact, date) else fact


def _missing(refusal: Refusal) -> dict[str, str]:
    return {"ssc": ssc(refusal.missing_ssc or 0)}


def _too_early(refusal: Refusal) -> str:
    if refusal.earliest_end is None:
        return _("The contract cannot end that early: its minimum term comes first.")
    text = _("The contract cannot end that early. The earliest end is %(day)s.")
    return text % {"day": until(refusal.earliest_end)}


def _ending(refusal: Refusal) -> str:
    if refusal.ends_on is None:
        return _("The contract ends already.")
    return _("The contract ends already, on %(day)s.") % {"day": until(refusal.ends_on)}


_WORDS: dict[Code, Callable[[Refusal], str]] = {
    Code.NO_LICENSES: lambda _r: _("The project has no license that could be covered. Add a license first."),
    Code.CONTRACT_EXISTS: lambda _r: _("The project has a contract already; there can be one at a time."),
    Code.CONTRACT_ACTIVE: lambda _r: _(
        "The project has a contract, active or in review: it extends coverage automatically, so it cannot be extended"
        " manually."
    ),
    Code.BEFORE_MINIMUM_TERM: _too_early,
    Code.INSUFFICIENT_CREDITS: lambda r: (
        _("The balance does not hold enough credits: %(ssc)s are missing.") % _missing(r)
    ),
    Code.INSUFFICIENT_CREDITS_FOR_GAP: lambda r: (
        _("The gap is paid from the balance, and %(ssc)s are missing there.") % _missing(r)
    ),
    Code.NOT_IN_REVIEW: lambda _r: _("The contract is not in review: somebody has decided meanwhile."),
    Code.PAST_FIXED_END: lambda _r: _("The fixed end is in the past, so that nothing would be covered."),
    Code.NOTHING_TO_UNDO: lambda _r: _("There is no cancellation to withdraw."),
    Code.NO_SUCH_LICENSE: lambda _r: _("There is no such license in this project, or it was given up."),
    Code.NOT_ACTIVE: lambda _r: _("The contract is not active."),
    Code.NOT_ENDING: lambda _r: _("The contract was not cancelled."),
    Code.NOT_SUSPENDED: lambda _r: _("The contract is not suspended."),
    Code.ALREADY_ENDING: _ending,
    Code.NOTICE_TOO_SHORT: _too_early,
    Code.QUANTITY_TOO_LARGE: lambda _r: _("That is more than the license has."),
    Code.LAST_LICENSE: lambda _r: _(
        "This is the last license of a project with a contract. Cancel the contract first, or add another license."
    ),
    Code.NO_PRICE: lambda _r: _("No price of an SSC is in force on that day. The vendor has to set one."),
    Code.NOT_IN_QUESTION: lambda _r: _("There is no open question: it was answered meanwhile."),
    Code.NOT_REQUESTED: lambda _r: _("This license is not waiting for a confirmation."),
    Code.IN_CONTRACT: lambda _r: _(
        "The contract in review was concluded with this license, its price and gap included. Withdraw or reject that "
        "contract first, then try again."
    ),
    Code.NOT_BOOKED: lambda _r: _("There is no such booking, or it was voided already."),
    Code.TOO_LATE_TO_VOID: lambda _r: _("It is too late to void this booking."),
    Code.NO_LICENSE_PRICE: lambda _r: _(
        "One of these license types has no price on the project's price list that day. The vendor has to set one."
    ),
    Code.BOOKED_SINCE: lambda _r: _("Something was booked since that builds on this booking. Void that first."),
}

_ADVICE: dict[Code, Callable[[], str]] = {
    Code.INSUFFICIENT_CREDITS: lambda: _("Top up first."),
    Code.INSUFFICIENT_CREDITS_FOR_GAP: lambda: _("Top up first, then try again."),
}

# What is wrong with a request, by the code of the exception in `operations`; %(names)s are its facts.
_ERRORS: dict[str, Promise] = {
    **OF_ORDERS,
    "not_an_invoice_contact": gettext_lazy("%(email)s is no e-mail address."),
    "changed": gettext_lazy("This page was out of date. Check it and try again."),
    "changed_since_shown": gettext_lazy(
        "Something has changed since this page was shown; nothing was done. Check it again, then decide."
    ),
    "day_before_last": gettext_lazy(
        "In the vendor's time zone (%(zone)s) it is still %(day)s, but the project's last entry is from %(last)s. "
        "Nothing was done. Try again from %(last)s on."
    ),
    "day_to_come": gettext_lazy("%(day)s is after today, %(today)s. Nothing is done for a day to come."),
    # ---- done too often
    "limit_reached": gettext_lazy("This was done too often. Try again later."),
    "too_many_registrations": gettext_lazy(
        "There were too many registrations from your network. Try again after %(again)s."
    ),
    "too_many_invitations": gettext_lazy("There were too many invitations in a short time. Try again after %(again)s."),
    "too_many_emails": gettext_lazy(
        "This address has received too many e-mails in a short time. Try again after %(again)s."
    ),
    "too_many_orders": gettext_lazy("There were too many orders in a short time. Try again after %(again)s."),
    "too_many_wrong_keys": gettext_lazy("There were too many wrong keys in a short time. Try again after %(again)s."),
    "too_many_wrong_codes": gettext_lazy("There were too many wrong codes in a short time. Try again after %(again)s."),
    "too_many_exports": gettext_lazy("There were too many exports in a short time. Try again after %(again)s."),
    "too_many_requests": gettext_lazy("There were too many requests in a short time. Try again after %(again)s."),
    "too_many_access_requests": gettext_lazy(
        "There were too many requests for access in a short time. Try again after %(again)s."
    ),
    # ---- organisations
    "access_asked_already": gettext_lazy("You have asked for this already; the customer has not answered yet."),
    "access_request_not_found": gettext_lazy("This request was answered in the meantime."),
    "customer_not_looked_after": gettext_lazy("This customer does not exist."),
    "rights_held_already": gettext_lazy("You have these rights already."),
    "admission_not_found": gettext_lazy("This request was answered in the meantime."),
    "already_member": gettext_lazy("%(email)s is already a member."),
    "already_merged": gettext_lazy("One of the two was already merged into another organisation."),
    "already_suspended": gettext_lazy("%(name)s is already suspended."),
    "contact_exists": gettext_lazy("%(email)s is already a contact for this purpose."),
    "contact_not_found": gettext_lazy("This contact no longer exists."),
    "delegation_not_found": gettext_lazy("This access has already ended."),
    "end_in_the_past": gettext_lazy("This date is in the past. Enter today or a later date."),
    "invalid_vat_id": gettext_lazy("This is not a VAT ID of the selected country. Check it digit by digit."),
    "invitation_not_found": gettext_lazy("This invitation is no longer open."),
    "invitation_not_valid": gettext_lazy("This invitation is not valid. Ask for a new one."),
    "contact_outside": gettext_lazy(
        "The vendor has not verified %(name)s yet. Until then contacts need an address of your own domain."
    ),
    "invited_from_outside": gettext_lazy(
        "The vendor has not verified %(name)s yet. Until then you can only invite addresses of your own domain."
    ),
    "kinds_differ": gettext_lazy("Only two customers, or two partners, can be merged."),
    "last_administrator": gettext_lazy("This is the last administrator. Make another person administrator first."),
    "last_owner": gettext_lazy("This is the last owner. Make another person owner first, or invite one."),
    "member_not_found": gettext_lazy("This person is no longer a member of the organisation."),
    "merge_into_itself": gettext_lazy("An organisation cannot be merged into itself. Enter another number."),
    "no_rights_selected": gettext_lazy("Select at least one right."),
    "not_from_customer_to_partner": gettext_lazy("Only a customer gives access, and only to a partner."),
    "not_verified": gettext_lazy("The vendor has not verified %(name)s yet. This is possible after that."),
    "not_suspended": gettext_lazy("%(name)s is not suspended."),
    "number_taken": gettext_lazy("Another organisation has this number."),
    "organisation_merged": gettext_lazy("%(name)s was merged into another organisation."),
    "organisation_not_found": gettext_lazy("This organisation does not exist, or it is suspended."),
    "organisation_suspended": gettext_lazy("%(name)s is suspended. Lift the suspension before you verify it."),
    "own_account": gettext_lazy("You cannot suspend your own account."),
    "owner_exists": gettext_lazy("The organisation already has an owner, who can invite others."),
    "partner_not_found": gettext_lazy("This partner does not exist, or it is suspended."),
    "person_not_in_duplicate": gettext_lazy("The people of the duplicate have changed. Select again."),
    "no_such_person": gettext_lazy("This person no longer exists."),
    "passkey_copied": gettext_lazy(
        "This passkey may have been copied, so it is not accepted. Use another factor and remove it."
    ),
    "person_not_found": gettext_lazy("This person no longer exists."),
    "project_not_found": gettext_lazy("This project does not exist."),
    "role_not_available": gettext_lazy("This organisation does not have that role."),
    "target_not_verified": gettext_lazy("The organisation that stays is not verified. Verify it first."),
    "target_suspended": gettext_lazy("The organisation that stays is suspended. Lift the suspension first."),
    "unknown_country": gettext_lazy("Select a country."),
    "unknown_kind": gettext_lazy("Select a type."),
    "unknown_language": gettext_lazy("Select a language."),
    "unknown_purpose": gettext_lazy("Select a purpose."),
    "vat_rate_out_of_bounds": gettext_lazy("Enter a VAT rate from 0 % to below 100 %."),
    "vendor_exists": gettext_lazy("There is only one vendor. Add a partner or a customer."),
    "vendor_not_suspendable": gettext_lazy("The vendor cannot be suspended."),
    # ---- accounts
    "account_exists": gettext_lazy("There is already an account with this address."),
    "address_nowhere": gettext_lazy("%(email)s stands nowhere. Nothing was erased."),
    "has_account": gettext_lazy(
        "Somebody logs in with %(email)s. Block this person on the page People, then erase them."
    ),
    "already_erased": gettext_lazy("This person was erased already."),
    "not_blocked": gettext_lazy("Block the person first. Only a blocked person can be erased."),
    "person_erased": gettext_lazy("This person was erased. Invite them again if they are to come back."),
    "invited_has_account": gettext_lazy(
        "There is already an account with this address. Log in with it to accept the invitation."
    ),
    "lifetime_too_long": gettext_lazy("A token is valid for at most %(days)s days."),
    "not_a_member": gettext_lazy("You are not a member of this organisation."),
    "not_impersonable": gettext_lazy("You cannot act for an organisation that is suspended or merged into another."),
    "not_while_impersonating": gettext_lazy("You cannot create a token while acting on behalf of somebody."),
    "registration_not_valid": gettext_lazy("This link is not valid. Register again."),
    "session_not_found": gettext_lazy("This session has already ended."),
    "token_name_taken": gettext_lazy("You already have a token with this name. Choose another name."),
    "token_not_found": gettext_lazy("This token no longer exists."),
    "unknown_scope": gettext_lazy("Select at least one scope."),
    # ---- what people write
    "not_an_email_address": gettext_lazy("Enter an e-mail address, such as name@example.com."),
    "number_too_exact": gettext_lazy("Enter a number of at most %(digits)s digits and %(decimals)s decimals."),
    "quantity_too_small": gettext_lazy("Enter a number of at least 1."),
    "quantity_too_large": gettext_lazy("Enter a number of at most %(most)s."),
    "text_missing": gettext_lazy("Fill in this field."),
    "text_too_long": gettext_lazy("Use at most %(most)s characters."),
    "character_not_allowed": gettext_lazy(
        "This text contains a character that cannot be displayed: %(character)s, at position %(place)s. Delete it, or"
        " type the text again."
    ),
    # ---- contracts
    "contract_replaced": gettext_lazy("Another contract has replaced it. Please check again."),
    "customer_not_verified": gettext_lazy(
        "The vendor has not verified this customer yet. That comes before the first contract."
    ),
    "own_conclusion": gettext_lazy("You concluded this contract yourself. Somebody else has to approve it."),
    "payer_not_verified": gettext_lazy(
        "The vendor has not verified the payer yet. That comes before the first contract."
    ),
    "payer_not_found": gettext_lazy("This organisation cannot pay here. Choose one of those listed."),
    "unknown_option": gettext_lazy("This option is no longer offered. Choose another one."),
    # ---- licenses in use
    "cannot_be_given_up": gettext_lazy("Licenses of type %(license_type)s cannot be given up."),
    # ---- releases
    "cells_too_many": gettext_lazy(
        "This line has more cells than the first line names columns. Put a text that contains a separator in quotes."
    ),
    "channel_unknown": gettext_lazy("%(given)s is not a channel. Choose one of: %(choices)s."),
    "class_unknown": gettext_lazy("%(given)s is not a class of releases. Choose one of: %(choices)s."),
    "column_missing": gettext_lazy(
        "The list has no column %(name)s. Its first line names the columns, which are %(columns)s."
    ),
    "column_unknown": gettext_lazy("The column %(name)s is not known, or named twice. Columns are %(columns)s."),
    "list_refused": gettext_lazy(
        "Nothing was imported. Lines that are wrong: %(count)s. The first is line %(line)s: %(first)s"
    ),
    "list_too_long": gettext_lazy("The list has more than %(most)s lines. Import it in parts."),
    "listed_twice": gettext_lazy("%(product)s %(version)s is listed on line %(first)s already."),
    "not_a_day": gettext_lazy("%(given)s is not a date such as 2026-01-31."),
    "on_another_branch": gettext_lazy("%(product)s %(version)s is already on branch %(branch)s."),
    "product_unknown": gettext_lazy("There is no product %(code)s. Add it first."),
    "quotes_open": gettext_lazy("The quotes of this line are wrong: %(why)s."),
    "released_otherwise": gettext_lazy(
        "%(product)s %(version)s is published already, with another %(what)s. What is out stays as it is."
    ),
    "released_after_support": gettext_lazy(
        "Branch %(branch)s of %(product)s is supported until %(until)s. A release of %(released_on)s would be later."
    ),
    "support_listed_otherwise": gettext_lazy(
        "Line %(first)s names another last supported day for branch %(branch)s of %(product)s."
    ),
    "branch_exists": gettext_lazy("Product %(product)s has a branch %(name)s already."),
    "branch_not_found": gettext_lazy("This branch does not exist."),
    "entitled_too_late": gettext_lazy("This day must not be after %(latest)s: an earlier one was promised."),
    "entitled_too_early": gettext_lazy(
        "This day must not be before %(earliest)s, %(years)s years before the release. Check the year."
    ),
    "not_a_draft": gettext_lazy("Release %(version)s is published already. What is out stays as it is."),
    "not_published": gettext_lazy("Release %(version)s is a draft. Publish it first."),
    "product_exists": gettext_lazy("There is already a product with the code %(code)s."),
    "product_not_found": gettext_lazy("This product does not exist."),
    "release_not_found": gettext_lazy("This release does not exist."),
    "type_unknown": gettext_lazy("There is no license type %(code)s."),
    "version_taken": gettext_lazy("Product %(product)s has a release %(version)s already."),
    "withdrawn_already": gettext_lazy("Release %(version)s is already withdrawn, from %(day)s on."),
    "withdrawal_not_earlier": gettext_lazy(
        "Release %(version)s is withdrawn from %(day)s on. This day can only be brought forward."
    ),
    "withdrawn_before_release": gettext_lazy(
        "Release %(version)s is released on %(released_on)s. Choose this day or a later one."
    ),
    # ---- license files
    "request_unreadable": gettext_lazy("This is not what a device shows. Copy the whole text, or use its file."),
    "confirmed_otherwise": gettext_lazy(
        "The device counts other licenses than file %(serial)s says: %(counted)s instead of %(expected)s."
    ),
    "device_not_in_project": gettext_lazy("There is no such device in this project."),
    "license_file_not_found": gettext_lazy("There is no license file with serial %(serial)s for this device."),
    "release_not_published": gettext_lazy("There is no such release, or it is still a draft."),
    "serial_too_far_ahead": gettext_lazy(
        "The device says that it has seen serial %(seen)s, but the newest of this project is %(newest)s."
    ),
    "no_signing_key": gettext_lazy("Nothing can be signed yet: the operator of the portal has to create a key first."),
    "signing_key_known": gettext_lazy("This key is known already. Put a new one into AUTOSSA_SIGNING_KEY first."),
    "signing_key_not_found": gettext_lazy("This key does not exist."),
    "signing_key_revoked": gettext_lazy("This key is already revoked."),
    "signing_key_signs": gettext_lazy("This key signs at present. Rotate it first, then revoke it."),
    "signing_key_there": gettext_lazy("There is a key that signs already. It can be rotated."),
    "signing_key_unavailable": gettext_lazy(
        "Nothing can be signed at present. The operator of the portal has to help."
    ),
    # ---- devices
    "bound_to_device": gettext_lazy(
        "%(license)s is bound to %(device)s: licenses of this type are neither released nor moved."
    ),
    "device_has_standbys": gettext_lazy("%(device)s has a standby. Make that a device of its own first."),
    "device_in_use": gettext_lazy(
        "Licenses are activated on %(device)s. Release them or move them to another device first."
    ),
    "device_is_standby": gettext_lazy(
        "%(device)s is the standby of %(master)s: it takes what is activated there. Choose %(master)s instead."
    ),
    "device_name_taken": gettext_lazy("There is already a device %(name)s in this project. Use another name."),
    "device_not_found": gettext_lazy("This device does not exist, or it is no longer there."),
    "hardware_id_taken": gettext_lazy("%(hardware_id)s is already in this project: it is the device %(device)s."),
    "lost_limit_reached": gettext_lazy(
        "Lost devices of this project that were written off within a year: %(most)s. No more are. The next one can be"
        " written off from %(again)s on."
    ),
    "more_than_on_device": gettext_lazy("On %(device)s there are %(on_device)s of %(license)s, not %(wanted)s."),
    "moved_to_itself": gettext_lazy("The license is on this device already. Choose another one."),
    "no_hardware_id": gettext_lazy(
        "%(given)s is not a serial number or MAC address. Enter at least four letters and digits, as printed on the"
        " device."
    ),
    "no_standby": gettext_lazy("%(device)s is not a standby."),
    "none_is_written_off": gettext_lazy("Lost devices are not written off: the settings allow none in a year."),
    "not_on_device": gettext_lazy("%(license)s is not activated on %(device)s."),
    "quantity_exceeded": gettext_lazy(
        "Of %(license)s %(on_devices)s are on devices, and %(licensed)s are licensed. So %(free)s can be activated, not"
        " %(wanted)s."
    ),
    "release_not_covered": gettext_lazy(
        "%(product)s %(release)s is installed on %(device)s, released on %(released_on)s. %(license)s is not entitled"
        " to it. Extend SSA, or use a license that is."
    ),
    "standby_of_itself": gettext_lazy("A device cannot be its own standby. Choose another one."),
    "trial_limit_reached": gettext_lazy(
        "Trials begun in this project within a year: %(most)s. That is all. The next one can begin on %(again)s."
    ),
    "trial_needs_license": gettext_lazy(
        "No release of %(product)s can be installed on trial here: a license of this type is missing: %(types)s."
    ),
    "trial_of_known_product": gettext_lazy(
        "This project has or had licenses of %(product)s, so the product cannot be tried out here."
    ),
    "trial_used": gettext_lazy("%(product)s can be tried out once on a device. On this one it was already."),
    "artifact_empty": gettext_lazy("This file is empty."),
    "artifact_not_found": gettext_lazy("This file does not exist."),
    "artifact_not_stored": gettext_lazy("The file could not be stored. Try again; the server's log has the cause."),
    "artifact_too_large": gettext_lazy("The file is larger than %(most)s MB."),
    "file_name_not_allowed": gettext_lazy(
        "A file name must not contain slashes or begin with a dot, as %(name)s does. Rename the file."
    ),
    "file_name_taken": gettext_lazy("Release %(version)s has a file %(name)s already."),
    "link_expired": gettext_lazy(
        "This link was valid for %(minutes)s minutes. Open the page of the project again for a new one."
    ),
    "nothing_to_download": gettext_lazy("This file does not exist, or may not be installed there."),
    # ---- billing
    "cannot_pay": gettext_lazy("Only the customer can pay, or a partner with access to the project."),
    "contract_not_open": gettext_lazy("There is no open contract any more."),
    "own_request": gettext_lazy("Somebody else must confirm what you requested."),
    "payer_change_not_found": gettext_lazy("This request was answered in the meantime."),
    "payer_change_outdated": gettext_lazy(
        "The contract has ended, or the new payer no longer has access to the project."
    ),
    "payer_change_waits": gettext_lazy("A change of the payer is already waiting for an answer."),
    "pays_already": gettext_lazy("This organisation pays already."),
    "settlement_not_found": gettext_lazy("There is no such booking, or it was voided already."),
    # ---- projects
    "name_taken": gettext_lazy(
        "There is already a project with this name. Use another name, such as the town or site."
    ),
    # ---- licenses
    # ---- what devices ask
    "not_signed_in": gettext_lazy("This secret is not valid, or it was revoked."),
    "asked_too_often": gettext_lazy("There were too many requests. Try again in %(seconds)s seconds."),
    "product_not_known": gettext_lazy("There is no such product."),
    "body_unclear": gettext_lazy("The body must be a JSON object in UTF-8, of at most %(most)s bytes."),
    "name_unknown": gettext_lazy("%(name)s is unknown here. Known are: %(known)s."),
    "value_missing": gettext_lazy("%(name)s is missing."),
    "value_unclear": gettext_lazy("%(name)s is not as expected: %(expected)s."),
    "days_invalid": gettext_lazy("Enter a number of days from 1 to %(most)s."),
    "lost_invalid": gettext_lazy("Enter a number from 0 to %(most)s."),
    "no_credential": gettext_lazy("The device has no secret that could be revoked."),
    "code_not_usable": gettext_lazy(
        "This code cannot be used: it is unknown, was used already, or is too old. Create another one."
    ),
    "counts_unclear": gettext_lazy(
        "What a device counts are at most %(most)s whole numbers from 0, each with a short name."
    ),
    "key_not_redeemable": gettext_lazy(
        "This key cannot be redeemed: it is unknown, or it was redeemed already. Check it letter by letter. If it was "
        "redeemed here, its license or its credits are on the pages of the project."
    ),
    "license_id_taken": gettext_lazy("There is already a license with this ID in the project. Use another ID."),
    "license_id_twice": gettext_lazy("This ID is used twice in the request. Give each license an ID of its own."),
    "number_of_licenses": gettext_lazy("Request at least one license, and at most %(most)s at once."),
    "nothing_to_confirm": gettext_lazy("Select at least one license."),
    "not_sold": gettext_lazy("This license type has no rate today. Select another one."),
    "unknown_origin": gettext_lazy("Only the customer or a partner requests a license."),
    "worth_nothing": gettext_lazy("A key must contain licenses, credits, or both."),
    "worth_unclear": gettext_lazy("Select a license type together with a quantity, enter credits, or both."),
    # ---- credits
    "adjustment_of_nothing": gettext_lazy("Enter an amount other than 0."),
    "amount_not_above_zero": gettext_lazy("Enter an amount above 0."),
    "amount_too_large": gettext_lazy("Enter an amount of at most %(most)s SSC."),
    "order_decided": gettext_lazy("This order is no longer open: it was decided in the meantime."),
    "order_not_found": gettext_lazy("This order does not exist."),
    "order_not_verified": gettext_lazy("The vendor has not verified %(name)s yet. Orders are possible after that."),
    "order_out_of_bounds": gettext_lazy("Enter an amount above 0 and at most %(most)s SSC."),
    "payer_not_allowed": gettext_lazy("Select the customer, or a partner that you act for."),
    "price_changed": gettext_lazy(
        "The price has changed in the meantime; nothing was ordered. Check it and try again."
    ),
    # ---- vendor
    "colour_invalid": gettext_lazy("Enter a colour as # and six digits, such as #0b5d73."),
    "logo_not_picture": gettext_lazy(
        "This is not a PNG, JPEG or WebP picture. SVG is not accepted: it may hold scripts."
    ),
    "logo_too_large": gettext_lazy("The picture is too large: at most %(most)s bytes."),
    "currency_unknown": gettext_lazy(
        "%(currency)s is not the code of a currency (ISO 4217). Enter three capital letters, such as EUR."
    ),
    "price_list_not_found": gettext_lazy("This price list no longer exists."),
    "type_in_use": gettext_lazy(
        "There are licenses of type %(code)s, so how it stands to SSA stays. Add another type instead."
    ),
    "price_list_exists": gettext_lazy("There is already a price list with this name."),
    "terms_twice": gettext_lazy("Enter an address or a text, not both."),
    "terms_url_invalid": gettext_lazy("Enter an address that begins with https:// or http://."),
    "time_zone_unknown": gettext_lazy("Select a time zone from the list."),
    "type_exists": gettext_lazy("There is already a license type with this code."),
    "type_not_found": gettext_lazy("This license type no longer exists."),
    "vendor_name_invalid": gettext_lazy("Enter a name in one line of at most %(most)s characters."),
    "value_negative": gettext_lazy("The number must not be negative."),
    "version_begun": gettext_lazy("This version has begun. What has begun is superseded by a new version."),
    "version_counts": gettext_lazy(
        "This version counts already: a period that begins on %(starts_on)s or later was booked, or is due. Enter a new"
        " version instead."
    ),
    "version_exists": gettext_lazy(
        "There is already a version from this day. Select another day; versions are never edited."
    ),
    "version_not_found": gettext_lazy("This version no longer exists."),
    "version_too_far": gettext_lazy("This day is more than ten years ahead. Check the year."),
    "version_too_early": gettext_lazy(
        "A version that is entered today starts on %(earliest)s at the earliest, so that nothing that is due by today"
        " costs something else when it is booked late."
    ),
    # ---- e-mails
    "language_unknown": gettext_lazy("E-mails are not written in this language."),
    "mail_text_invalid": gettext_lazy("The text cannot be used: %(mistakes)s"),
    "mail_unknown": gettext_lazy("There is no such e-mail."),
    "test_address_invalid": gettext_lazy("The test e-mail cannot be sent to %(email)s: %(cause)s"),
    "contents_deleted": gettext_lazy("The contents of this e-mail were deleted meanwhile. Nothing is left to send."),
    "default_text_in_force": gettext_lazy("The default text is already in use."),
    "message_not_waiting": gettext_lazy("This e-mail is no longer waiting: it was sent meanwhile."),
}
