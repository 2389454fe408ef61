"""Where every page of the portal is, for whom, and the things that their addresses name."""

import json
import re
from contextlib import ExitStack
from datetime import timedelta
from fractions import Fraction
from uuid import UUID

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from playwright.sync_api import Browser

from autossa.domain.billing.documents import Method
from autossa.domain.billing.payments.policy import PaymentPolicy
from autossa.domain.billing.terms import TermsKind
from autossa.domain.orders.orders import Wanted
from autossa.domain.policies import Policy
from autossa.domain.rights import Right, Role
from autossa.operations import contracts, licenses
from autossa.operations.accounts import registrations, tokens
from autossa.operations.accounts.webhooks import endpoints
from autossa.operations.billing import payers
from autossa.operations.billing.payments import mandates, receiving
from autossa.operations.billing.payments.mandates import Account
from autossa.operations.billing.payments.policy import set_payment_policy
from autossa.operations.context import SYSTEM, ActionContext, Actor
from autossa.operations.contracts import drafts
from autossa.operations.credits import orders
from autossa.operations.devices import activations, credentials, devices, keys
from autossa.operations.devices import files as license_files
from autossa.operations.orders import consents, making
from autossa.operations.orders import licenses as license_orders
from autossa.operations.organisations import access_requests, contacts, create, delegations, invitations, people
from autossa.operations.projects.edit import create_project
from autossa.operations.vendor import catalogue, license_prices
from autossa.operations.vendor.terms.drafted import enter
from autossa.operations.vendor.terms.files import text_content
from autossa.operations.vendor.vat_rates import set_vat_rate
from autossa.queries.credits.orders import offer_top_up
from autossa.queries.orders.offers import LicenseOffer, offer_licenses
from autossa.store import models
from autossa.store.ids import new_id, public_id
from tests.browser import portal_world as world
from tests.browser.portal_world import Portal
from tests.browser.steps import Visitor, visiting
from tests.browser.test_people import add_a_passkey, set_up_an_app
from tests.cast.people import PASSWORD, make_person
from tests.cast.terms import publish_pdf, publish_text
from tests.cast.world import NOW, TODAY

NOBODY, CUSTOMER, OWNER, PARTNER = "", world.CUSTOMER, world.OWNER, world.PARTNER
ADMIN, REVIEWER, FINANCE, SUPPORT = world.ADMIN, world.REVIEWER, world.FINANCE, world.SUPPORT
ELSEWHERE = "mfa_authenticate"  # a page of a log-in that is half done
SECURED, PLAIN = "selma.roth@roth.example", "paula.roth@roth.example"

# What has no page: what it is instead.
POSTS = "changes something, and is only posted to"
FILE = "is a file"
LEADS_ON = "leads to the page whose address has no secret"
NO_PAGE: dict[str, str] = {
    "pay_order_by_card": POSTS, "card_events": "takes what the gateway of cards sends",
    "pay_by_card": "is there with a gateway alone: test_cards",
    "card_payment": "the same",
    "language": POSTS, "end_session": POSTS, "choose_organisation": POSTS, "stop_acting": POSTS, "demo_enter": POSTS,
    "demo_clock": POSTS,
    "restore_organisation": POSTS, "restore_person": POSTS, "withdraw_invitation": POSTS, "renew_invitation": POSTS,
    "download_artifact": POSTS, "sample_invoice": FILE, "issue_license_file": POSTS, "download_for_device": POSTS,
    "retry_project": POSTS, "retry_job": POSTS, "cancel_job": POSTS, "retry_messages": POSTS, "retry_message": POSTS,
    "discard_message": POSTS, "discard_messages": POSTS, "remove_logo": POSTS,
    "test_webhook": POSTS, "switch_webhook": POSTS, "resend_to_webhook": POSTS, "make_calendar": POSTS,
    "revoke_calendar": POSTS, "calendar_feed": FILE, "import_template": FILE,
    "reset_mail_text": POSTS, "revoke_token": POSTS, "revoke_token_as_owner": POSTS, "answer_payer": POSTS,
    "remove_contact": POSTS, "need_order_number": POSTS, "admit": POSTS, "withdraw_payer": POSTS,
    "mfa_login_webauthn": "is fetched by the script of passkeys",
    "mfa_reauthenticate_webauthn": "the same", "signup_link": LEADS_ON, "invitation_link": LEADS_ON,
    "account_confirm_email": LEADS_ON, "answer_access": POSTS,
    "end_dunning_pause": POSTS, "dunning_letter_file": FILE,
    "import_statements": "is the page of bank_statements, with what is wrong with the files",
    "match_again": POSTS, "assign_payment": POSTS,
    "missing_order_numbers_csv": FILE, "collective_invoice_lines": FILE,
    "choose_method": POSTS, "mandate_copy": FILE, "bank_file": FILE, "make_debit_file": POSTS,
    "make_refund_file": POSTS, "send_bank_file": POSTS, "take_back_bank_file": POSTS, "retry_debit": POSTS,
    "confirm_mandate": POSTS, "stop_mandate": POSTS,
    "credit_collective": "is the page of credit_invoice, of a collective invoice",
    "terms_document": FILE, "drafted_terms": FILE, "accepted_terms": FILE,
    "theme": FILE, "own_data": FILE, "vendor_logo": FILE, "export_projects_csv": FILE, "export_projects_xlsx": FILE,
    "export_project_activity": FILE, "export_organisation_activity": FILE, "export_staff_activity": FILE,
    "releases_feed": FILE, "product_feed": FILE, "download": FILE, "download_license_file": FILE,
    "license_file_qr": FILE, "published_keys": FILE, "export_books": FILE, "license_prices_csv": FILE,
    "approval_link": LEADS_ON, "quote_pdf": FILE, "approval_pdf": FILE,
    "approve_quote": POSTS, "decline_quote": POSTS, "export_invoices": FILE,
    "export_organisation_invoices": FILE, "export_project_invoices": FILE, "document_file": FILE,
    "document_picture": FILE, "statement_pdf": FILE, "withdraw_payout_account": POSTS, "assign_to_payer": POSTS,
    "decide_write_off": POSTS, "decide_refund": POSTS, "decide_run_voiding": POSTS, "run_mails": POSTS,
}  # fmt: skip

_ORG = "/organisations/{organisation}/"
_DEVICES, _DEVICE = "/projects/{active}/devices/", "/projects/{active}/devices/{device}/"
_FILES = "/projects/{active}/license-files/"
_DRAFT = "/catalogue/releases/{drafted}/"
# By whom a page is visited, and where; what stands in braces is one of the things.
PAGES: dict[str, tuple[str, str]] = {
    "account_login": (NOBODY, "/account/login/"),
    "account_inactive": (NOBODY, "/account/shut/"),
    "account_email_verification_sent": (NOBODY, "/account/email/sent/"),
    "confirm_address": (NOBODY, "/account/email/confirm/{confirmation}/"),
    "account_reset_password": (NOBODY, "/account/password/reset/"),
    "account_reset_password_done": (NOBODY, "/account/password/reset/sent/"),
    "account_reset_password_from_key": (NOBODY, "/account/password/reset/key/{reset}/"),
    "account_reset_password_from_key_done": (NOBODY, "/account/password/reset/key/done/"),
    "account_signup": (NOBODY, "/signup/"),
    "signup_sent": (NOBODY, "/signup/sent/"),
    "signup_confirm": (NOBODY, "/signup/{registration}/"),
    "invitation": (NOBODY, "/invitations/{secret}/"),
    "dev_mails": (NOBODY, "/dev/mail/"),
    "dev_mail": (NOBODY, "/dev/mail/{written}/"),
    **{f"help_{name}": (NOBODY, f"/help/{name}/") for name in
       ("customer", "partner", "devices", "entitlement", "reviewer", "finance", "administrator", "words", "questions")},
    "help": (NOBODY, "/help/"),
    "help_api": (NOBODY, "/help/api/"),
    "help_api_area": (NOBODY, "/help/api/calendars/"),
    "help_codes": (NOBODY, "/help/problems/"),
    "help_code": (NOBODY, "/help/problems/not_valid/"),
    "rules": (NOBODY, "/rules/"),
    "privacy": (NOBODY, "/privacy/"),
    "accessibility": (NOBODY, "/accessibility/"),
    "account": (PLAIN, "/account/"),
    "profile": (PLAIN, "/account/profile/"),
    "account_logout": (PLAIN, "/account/logout/"),
    "account_reauthenticate": (PLAIN, "/account/reauthenticate/"),
    "account_email": (PLAIN, "/account/email/"),
    "account_change_password": (PLAIN, "/account/password/"),
    "sessions": (PLAIN, "/account/sessions/"),
    "tokens": (OWNER, "/account/tokens/"),
    "make_token": (OWNER, "/account/tokens/new/"),
    "calendars": (OWNER, "/account/calendars/"),
    "project_calendar": (OWNER, "/projects/{asked}/calendar/"),
    "webhooks": (OWNER, f"{_ORG}webhooks/"),
    "add_webhook": (OWNER, f"{_ORG}webhooks/new/"),
    "webhook": (OWNER, f"{_ORG}webhooks/{{webhook}}/"),
    "edit_webhook": (OWNER, f"{_ORG}webhooks/{{webhook}}/edit/"),
    "remove_webhook": (OWNER, f"{_ORG}webhooks/{{webhook}}/remove/"),
    "rotate_webhook": (OWNER, f"{_ORG}webhooks/{{webhook}}/rotate/"),
    "account_set_password": (OWNER, "/account/password/set/"),
    "mfa_activate_totp": (PLAIN, "/account/factors/app/"),
    "mfa_index": (SECURED, "/account/factors/"),
    "mfa_reauthenticate": (SECURED, "/account/factors/reauthenticate/"),
    "mfa_deactivate_totp": (SECURED, "/account/factors/app/remove/"),
    "mfa_view_recovery_codes": (SECURED, "/account/factors/codes/"),
    "mfa_generate_recovery_codes": (SECURED, "/account/factors/codes/new/"),
    "mfa_list_webauthn": (SECURED, "/account/factors/passkeys/"),
    "mfa_add_webauthn": (SECURED, "/account/factors/passkeys/add/"),
    "mfa_edit_webauthn": (SECURED, "/account/factors/passkeys/{passkey}/"),
    "mfa_remove_webauthn": (SECURED, "/account/factors/passkeys/{passkey}/remove/"),
    "home": (PARTNER, "/"),
    "calendar": (PARTNER, "/projects/calendar/"),
    "conclude_several": (PARTNER, "/contracts/several/"),
    "conclude_several_check": (PARTNER, "/contracts/several/check/"),
    "conclude_several_done": (PARTNER, "/contracts/several/done/"),
    "customers": (PARTNER, "/organisations/{partner}/customers/"),
    "invite_customer": (PARTNER, "/organisations/{partner}/customers/invite/"),
    "ask_access": (PARTNER, "/organisations/{partner}/customers/{organisation}/ask/"),
    "partner_invoices": (PARTNER, "/organisations/{partner}/invoices/sums/"),
    "organisation_invoices": (OWNER, f"{_ORG}invoices/"),
    "invoice_mails": (OWNER, f"{_ORG}invoices/by-email/"),
    "payers": (PARTNER, "/organisations/{partner}/payers/"),
    "organisations": (PARTNER, "/organisations/"),
    "organisation": (OWNER, _ORG),
    "edit_organisation": (OWNER, f"{_ORG}edit/"),
    "billing_history": (OWNER, f"{_ORG}history/"),
    "order_numbers": (OWNER, f"{_ORG}order-numbers/"),
    "payment_methods": (OWNER, f"{_ORG}payment/"),
    "amend_mandate": (OWNER, f"{_ORG}payment/mandate/account/"),
    "revoke_mandate": (OWNER, f"{_ORG}payment/mandate/revoke/"),
    "give_mandate": (CUSTOMER, "/organisations/{indebted}/payment/mandate/"),
    "contract_method": (OWNER, "/projects/{asked}/contracts/payment/"),
    "add_contact": (OWNER, f"{_ORG}contacts/new/"),
    "edit_contact": (OWNER, f"{_ORG}contacts/{{contact}}/"),
    "people": (OWNER, f"{_ORG}people/"),
    "invite": (OWNER, f"{_ORG}people/invite/"),
    "leave": (OWNER, f"{_ORG}people/leave/"),
    "member": (OWNER, f"{_ORG}people/{{member}}/"),
    "remove_member": (OWNER, f"{_ORG}people/{{member}}/remove/"),
    "hand_overs": (OWNER, f"{_ORG}handovers/"),
    "hand_over": (OWNER, f"{_ORG}handovers/new/"),
    "revoke_hand_over": (OWNER, f"{_ORG}handovers/{{hand_over}}/revoke/"),
    "organisation_tokens": (OWNER, f"{_ORG}tokens/"),
    "organisation_activity": (OWNER, f"{_ORG}activity/"),
    "create_project": (OWNER, f"{_ORG}projects/new/"),
    "project": (CUSTOMER, "/projects/{active}/"),
    "rename_project": (CUSTOMER, "/projects/{active}/rename/"),
    "project_activity": (CUSTOMER, "/projects/{active}/activity/"),
    "project_licenses": (CUSTOMER, "/projects/{active}/licenses/"),
    "request_license": (CUSTOMER, "/projects/{active}/licenses/create/"),
    "redeem_key": (CUSTOMER, "/projects/{active}/licenses/key/"),
    "return_license": (CUSTOMER, "/projects/{active}/licenses/1/return/"),
    "keep_license": (CUSTOMER, "/projects/{ending}/licenses/1/keep/"),
    "withdraw_line": (CUSTOMER, "/projects/{active}/licenses/2/withdraw/"),
    "look_up_device": (CUSTOMER, "/devices/?q=SN-1"),
    "project_devices": (CUSTOMER, _DEVICES),
    "register_device": (CUSTOMER, f"{_DEVICES}register/"),
    "activate_on_device": (CUSTOMER, f"{_DEVICES}activate/"),
    "device": (CUSTOMER, _DEVICE),
    **{f"{act}_device": (CUSTOMER, f"{_DEVICE}{act}/") for act in ("rename", "standby", "remove")},
    "release_from_device": (CUSTOMER, f"{_DEVICE}licenses/{{activation}}/release/"),
    "move_license": (CUSTOMER, f"{_DEVICE}licenses/{{activation}}/move/"),
    "start_trial": (CUSTOMER, f"{_DEVICE}trial/"),
    "report_installed": (CUSTOMER, f"{_DEVICE}installed/"),
    "device_secret": (CUSTOMER, f"{_DEVICE}secret/"),
    "revoke_device_secret": (CUSTOMER, f"{_DEVICE}secret/revoke/"),
    "device_code": (CUSTOMER, f"{_DEVICE}code/"),
    "device_releases": (CUSTOMER, f"{_DEVICE}releases/"),
    "project_releases": (CUSTOMER, "/projects/{active}/releases/"),
    "project_license_files": (CUSTOMER, _FILES),
    "offline_exchange": (CUSTOMER, f"{_FILES}exchange/"),
    "license_file": (CUSTOMER, f"{_FILES}{{file}}/"),
    "check_license_file": (SUPPORT, "/staff/license-files/check/"),
    "overdue_devices": (SUPPORT, "/staff/license-files/overdue/"),
    "release_standing": (ADMIN, "/catalogue/releases/{released}/who/"),
    "write_off_device": (SUPPORT, f"{_DEVICE}lost/"),
    "project_credits": (CUSTOMER, "/projects/{lapsed}/credits/"),
    "lapsed": (CUSTOMER, "/projects/{lapsed}/contracts/lapsed/"),
    "top_up": (CUSTOMER, "/projects/{lapsed}/credits/top-up/?ssc=92.74"),
    "withdraw_order": (CUSTOMER, "/projects/{lapsed}/credits/orders/{order}/withdraw/"),
    "extend": (CUSTOMER, "/projects/{lapsed}/credits/extend/"),
    "project_invoices": (CUSTOMER, "/projects/{active}/invoices/"),
    "project_orders": (CUSTOMER, "/projects/{active}/orders/"),
    "order_licenses": (CUSTOMER, "/projects/{active}/orders/licenses/"),
    "withdraw_license_order": (CUSTOMER, "/projects/{active}/orders/{license_order}/withdraw/"),
    "quote_credits": (CUSTOMER, "/projects/{active}/quotes/credits/"),
    "quote_contract": (CUSTOMER, "/projects/{wizard}/quotes/contract/"),
    "quote": (CUSTOMER, "/projects/{active}/quotes/{quote}/"),
    "accept_quote": (CUSTOMER, "/projects/{active}/quotes/{quote}/accept/"),
    "withdraw_quote": (CUSTOMER, "/projects/{active}/quotes/{quote}/withdraw/"),
    "ask_approval": (CUSTOMER, "/projects/{active}/quotes/{quote}/ask/"),
    "approval": (NOBODY, "/approvals/{approval}/"),
    "organisation_orders": (OWNER, f"{_ORG}orders/"),
    "set_order_booking": (FINANCE, f"{_ORG}orders/booking/"),
    "staff_quotes": (FINANCE, "/staff/quotes/"),
    "book_license_order": (FINANCE, "/staff/orders/licenses/{license_order}/book/"),
    "decline_license_order": (FINANCE, "/staff/orders/licenses/{license_order}/decline/"),
    "license_prices": (ADMIN, "/catalogue/license-prices/"),
    "add_license_price": (ADMIN, "/catalogue/license-prices/{list}/{type}/"),
    "withdraw_license_price": (ADMIN, "/catalogue/license-prices/{list}/{type}/{coming}/withdraw/"),
    "search_project_invoices": (CUSTOMER, "/projects/{active}/invoices/search/"),
    "invoices": (FINANCE, "/invoices/"),
    "document": (FINANCE, "/invoices/{document}/"),
    "payer_account": (CUSTOMER, "/organisations/{indebted}/account/"),
    "statement": (CUSTOMER, "/organisations/{indebted}/account/statement/eur/"),
    "payout_account": (OWNER, f"{_ORG}account/refunds-to/"),
    "enter_payment": (FINANCE, "/organisations/{indebted}/account/enter/"),
    "propose_refund": (FINANCE, "/organisations/{indebted}/account/refund/eur/"),
    "write_off": (FINANCE, "/organisations/{indebted}/account/write-off/{claim}/"),
    "payments": (FINANCE, "/payments/"),
    "payments_waiting": (FINANCE, "/payments/waiting/"),
    "payment": (FINANCE, "/payments/{payment}/"),
    "allocate_payment": (FINANCE, "/payments/{payment}/allocate/"),
    "reverse_allocation": (FINANCE, "/payments/{payment}/reverse/"),
    "return_payment": (FINANCE, "/payments/{payment}/return/"),
    "move_payment": (FINANCE, "/payments/{payment}/move/"),
    "mail_document": (FINANCE, "/invoices/{document}/mail/"),
    "project_contracts": (CUSTOMER, "/projects/{active}/contracts/"),
    "conclude": (CUSTOMER, "/projects/{wizard}/contracts/new/"),
    "conclude_payment": (CUSTOMER, "/projects/{wizard}/contracts/new/payment/"),
    "conclude_check": (CUSTOMER, "/projects/{wizard}/contracts/new/check/"),
    "conclude_done": (CUSTOMER, "/projects/{review}/contracts/new/done/"),
    "withdraw_contract": (CUSTOMER, "/projects/{review}/contracts/withdraw/"),
    "answer_question": (CUSTOMER, "/projects/{question}/contracts/answer/"),
    "cancel": (CUSTOMER, "/projects/{active}/contracts/cancel/"),
    "undo_cancellation": (CUSTOMER, "/projects/{ending}/contracts/undo/"),
    "change_option": (CUSTOMER, "/projects/{active}/contracts/option/"),
    "undo_change_option": (CUSTOMER, "/projects/{changing}/contracts/option/undo/"),
    "payer": (OWNER, "/projects/{paid_by_partner}/payer/"),
    "reviews": (REVIEWER, "/reviews/"),
    "review": (REVIEWER, "/projects/{review}/review/"),
    "orders": (FINANCE, "/staff/orders/"),
    "missing_order_numbers": (FINANCE, "/staff/order-numbers/"),
    "dunning": (FINANCE, "/staff/dunning/"),
    "dunning_policy": (FINANCE, "/settings/dunning/"),
    "set_dunning_policy": (FINANCE, "/settings/dunning/new/"),
    "add_base_rate": (FINANCE, "/settings/dunning/base-rates/"),
    "organisation_dunning": (FINANCE, "/organisations/{late}/reminders/"),
    "pause_dunning": (FINANCE, "/organisations/{late}/reminders/pause/"),
    "promise_payment": (FINANCE, "/organisations/{late}/reminders/promise/"),
    "dispute_claim": (FINANCE, "/organisations/{late}/reminders/dispute/{overdue}/"),
    "settle_dispute": (FINANCE, "/organisations/{late}/reminders/dispute/{overdue}/settle/"),
    "dunning_letter": (FINANCE, "/organisations/{late}/reminders/{letter}/"),
    "bank_statements": (FINANCE, "/bank/"),
    "bank_import": (FINANCE, "/bank/imports/{bank_import}/"),
    "unmatched_payments": (FINANCE, "/bank/unmatched/"),
    "unmatched_payment": (FINANCE, "/bank/unmatched/{unmatched}/?q=a"),
    "set_aside_payment": (FINANCE, "/bank/lines/{bank_line}/set-aside/"),
    "collections": (FINANCE, "/staff/direct-debits/"),
    "payment_policy": (FINANCE, "/settings/payments/"),
    "book_order": (FINANCE, "/staff/orders/{order}/book/"),
    "decline_order": (FINANCE, "/staff/orders/{order}/decline/"),
    "adjust_credits": (FINANCE, "/projects/{lapsed}/credits/adjust/"),
    "void_booking": (FINANCE, "/projects/{asked}/credits/void/{settlement}/"),
    "collective_invoices": (FINANCE, f"{_ORG}collective-invoices/"),
    "credit_invoice": (FINANCE, "/projects/{billed}/invoices/{invoice}/credit/"),
    "act": (SUPPORT, f"{_ORG}act/"),
    "add_license": (ADMIN, "/projects/{active}/licenses/add/"),
    "confirm_lines": (ADMIN, "/projects/{active}/licenses/confirm/"),
    "confirm_line": (ADMIN, "/projects/{active}/licenses/2/confirm/"),
    "refuse_line": (ADMIN, "/projects/{active}/licenses/2/refuse/"),
    "suspend_contract": (ADMIN, "/projects/{active}/contracts/suspend/"),
    "resume_contract": (ADMIN, "/projects/{suspended}/contracts/resume/"),
    "terminate_contract": (ADMIN, "/projects/{suspended}/contracts/terminate/"),
    "waive_late": (ADMIN, "/projects/{lapsed}/waiver/"),
    "invite_owner": (ADMIN, "/organisations/{unverified}/people/owner/"),
    "verify_organisation": (ADMIN, "/organisations/{unverified}/verify/"),
    "organisation_vat": (ADMIN, f"{_ORG}vat/"),
    "organisation_terms": (ADMIN, "/organisations/{unverified}/terms/"),
    "suspend_organisation": (ADMIN, "/organisations/{unverified}/suspend/"),
    "merge_organisation": (ADMIN, "/organisations/{unverified}/merge/"),
    "staff_activity": (ADMIN, "/staff/activity/"),
    "staff_organisations": (ADMIN, "/staff/organisations/"),
    "enter_organisation": (ADMIN, "/staff/organisations/new/"),
    "staff_people": (ADMIN, "/staff/people/"),
    "suspend_person": (ADMIN, "/staff/people/{user}/suspend/"),
    "erase_person": (ADMIN, "/staff/people/{blocked}/erase/"),
    "erase_address": (ADMIN, "/staff/people/erase-address/"),
    "books": (FINANCE, "/books/"),
    "money_forecast": (FINANCE, "/books/forecast/"),
    "bookkeeping": (FINANCE, "/books/accounts/"),
    "runs": (ADMIN, "/runs/"),
    "run_preview": (ADMIN, "/runs/preview/"),
    "start_run": (ADMIN, "/runs/start/"),
    "run": (ADMIN, "/runs/{run}/"),
    "allow_run": (ADMIN, "/runs/{run}/allow/"),
    "stop_run": (ADMIN, "/runs/{run}/stop/"),
    "void_run": (ADMIN, "/runs/{run}/void/"),
    "catalogue": (ADMIN, "/catalogue/"),
    "add_type": (ADMIN, "/catalogue/types/new/"),
    "add_rate": (ADMIN, "/catalogue/types/{type}/rate/"),
    "prices": (ADMIN, "/catalogue/prices/"),
    "add_list": (ADMIN, "/catalogue/prices/new/"),
    "add_price": (ADMIN, "/catalogue/prices/{list}/price/"),
    "policies": (ADMIN, "/catalogue/policies/"),
    "add_policy": (ADMIN, "/catalogue/policies/new/"),
    "withdraw_rate": (ADMIN, "/catalogue/types/{type}/{coming}/withdraw/"),
    "withdraw_price": (ADMIN, "/catalogue/prices/{list}/{coming}/withdraw/"),
    "withdraw_policy": (ADMIN, "/catalogue/policies/{coming}/withdraw/"),
    "set_acts": (ADMIN, "/catalogue/types/{type}/acts/"),
    "staff_products": (ADMIN, "/catalogue/products/"),
    "add_product": (ADMIN, "/catalogue/products/new/"),
    "set_product_types": (ADMIN, "/catalogue/products/{product}/types/"),
    "add_branch": (ADMIN, "/catalogue/products/{product}/branches/new/"),
    "set_support": (ADMIN, "/catalogue/branches/{branch}/support/"),
    "staff_releases": (ADMIN, "/catalogue/releases/"),
    "draft_release": (ADMIN, "/catalogue/releases/new/"),
    "import_releases": (ADMIN, "/catalogue/releases/import/"),
    "staff_release": (ADMIN, f"{_DRAFT}"),
    "edit_release": (ADMIN, f"{_DRAFT}edit/"),
    "delete_release": (ADMIN, f"{_DRAFT}delete/"),
    "publish_release": (ADMIN, f"{_DRAFT}publish/"),
    "add_artifact": (ADMIN, f"{_DRAFT}files/add/"),
    "remove_artifact": (ADMIN, f"{_DRAFT}files/{{artifact}}/remove/"),
    "entitle_release": (ADMIN, "/catalogue/releases/{released}/entitle/"),
    "withdraw_release": (ADMIN, "/catalogue/releases/{released}/withdraw/"),
    "releases": (NOBODY, "/releases/"),
    "keys": (ADMIN, "/catalogue/keys/"),
    "make_key": (ADMIN, "/catalogue/keys/new/"),
    "vendor_settings": (ADMIN, "/settings/"),
    "seller_facts": (ADMIN, "/settings/invoices/"),
    "document_texts": (ADMIN, "/settings/invoices/texts/"),
    "vat_rates": (ADMIN, "/settings/vat-rates/"),
    "add_vat_rate": (ADMIN, "/settings/vat-rates/new/"),
    "withdraw_vat_rate": (ADMIN, "/settings/vat-rates/standard/{coming}/withdraw/"),
    "staff_terms": (ADMIN, "/settings/terms/"),
    "new_terms": (ADMIN, "/settings/terms/new/"),
    "import_book": (ADMIN, "/settings/import/"),
    "check_terms": (ADMIN, "/settings/terms/new/check/"),
    "withdraw_terms": (ADMIN, "/settings/terms/{coming_terms}/withdraw/"),
    "lacking_terms": (ADMIN, "/settings/terms/service/lacking/"),
    "terms": (NOBODY, "/terms/"),
    "terms_version": (NOBODY, "/terms/1/"),
    "service_version": (NOBODY, "/terms/service/1/"),
    "mail_texts": (ADMIN, "/settings/mails/"),
    "mail_text": (ADMIN, "/settings/mails/contract_approved/en/"),
    # Reached on the way to others only; the test walks there.
    "mfa_authenticate": (NOBODY, "/account/factors/check/"),
}  # fmt: skip


# ---------------------------------------------------------------- what is there


def furnish() -> dict[str, str]:
    """One of everything that addresses name, by its name in them."""
    ctx = ActionContext(SYSTEM, TODAY, NOW)
    nordwind, partner = world.organisation("C101"), world.organisation("P1")
    owner = _user(OWNER)
    as_owner = ActionContext(Actor("Ines Sommer", owner), TODAY, NOW)
    contact = contacts.add(
        organisation=nordwind, new=contacts.Contact("billing", "Accounts", "bills@nordwind.example", "de"), ctx=as_owner
    )
    lasts = timedelta(days=90)
    tokens.create(user=owner, organisation=nordwind, name="Stock", scopes=["read"], lasts=lasts, ctx=as_owner)
    given = delegations.give(customer=nordwind, partner=world.organisation("P2"), rights=[Right.LICENSES], ctx=as_owner)
    access_requests.ask(partner=world.organisation("P2"), customer=nordwind, rights=[Right.BILLING], ctx=as_owner)
    unverified = create.create(kind="customer", name="Tischlerei Bohm", number="C120", verified=False, ctx=ctx)
    for email in (SECURED, PLAIN):
        make_person(email, (world.organisation("C109"), Role.MANAGER), factor=False, password=PASSWORD)
    blocked = make_person("bodo.kern@falk.example", (world.organisation("C109"), Role.VIEWER), factor=False)
    people.suspend(user=blocked, ctx=ctx)
    coming = TODAY + timedelta(days=45)  # as the demo's next price
    catalogue.set_rate(code="PORT", ssc_per_year=Fraction(2), starts_on=coming, ctx=ctx)
    catalogue.set_policy(policy=Policy(), starts_on=coming, ctx=ctx)
    license_prices.set_license_price(
        price_list=models.PriceList.objects.get().id, code="PORT", price=Fraction(60), starts_on=coming, ctx=ctx
    )
    set_vat_rate(rate=Fraction(21, 100), starts_on=coming, ctx=ctx)
    projects = _projects(ctx)  # before terms are in force: nobody accepts any here
    return {
        "coming": coming.isoformat(),
        "coming_terms": _terms(ctx),
        "organisation": public_id("org", nordwind),
        "partner": public_id("org", partner),
        "unverified": public_id("org", unverified),
        "contact": public_id("ctc", contact),
        "document": models.Invoice.objects.earliest("id").public_id,
        **_paid(world.organisation(world.FALK), ctx),
        "hand_over": public_id("hdo", given),
        "token": models.ApiToken.objects.get(name="Stock").public_id,
        "member": models.Membership.objects.get(user__email=world.VIEWER).public_id,
        "user": public_id("usr", _user(world.VIEWER)),
        "blocked": public_id("usr", blocked),
        "type": models.LicenseType.objects.get(code="PORT").public_id,
        "list": models.PriceList.objects.get().public_id,
        **_released(),
        **_on_a_statement(),
        **projects,
        **_secrets(ctx, as_owner, nordwind),
    }


def _paid(payer: UUID, ctx: ActionContext) -> dict[str, str]:
    """The payer's oldest open claim, and a payment of one cent for it."""
    claim = models.Claim.objects.filter(payer=payer, rest__gt=1).order_by("due_on", "id")[0]
    payment = new_id()
    receiving.enter(
        payment=payment, payer=payer, amount=1, currency=claim.currency, method=Method.TRANSFER, day=TODAY,
        documents=[claim.id], ctx=ctx,
    )  # fmt: skip
    return {
        "indebted": public_id("org", payer),
        "claim": public_id("inv", claim.id),
        "payment": public_id("pmt", payment),
    }


def _terms(ctx: ActionContext) -> str:
    """Terms in both languages, a service description as a PDF, one that is coming (its id), one that is entered."""
    publish_text("Pay within 14 days.\n\nContracts are for companies.", ctx, german="Zahlbar in 14 Tagen.")
    publish_pdf(ctx)
    admin = _user(ADMIN)
    drafted = {"en": text_content("Pay within 10 days.")}
    enter(user=admin, kind=TermsKind.SERVICE, starts_on=TODAY, contents=drafted, ctx=ctx)
    return public_id("trm", publish_text("Pay within 10 days.", ctx, day=TODAY + timedelta(days=45)))


def _on_a_statement() -> dict[str, str]:
    """Of the demo's statements: a payment that waits, and the import it came with."""
    waiting = models.Payment.objects.filter(payer=None, bank_payment__set_aside=None).earliest("id")
    assert waiting.bank_payment is not None
    return {
        "bank_import": waiting.bank_payment.entry.file.public_id,
        "unmatched": waiting.public_id,
        "bank_line": waiting.bank_payment.public_id,
    }


def _released() -> dict[str, str]:
    """Of the demo's releases: a draft with its file, and one that is out."""
    draft = models.Release.objects.get(published_at=None)
    return {
        "product": draft.product.public_id,
        "branch": draft.branch.public_id,
        "drafted": draft.public_id,
        "run": models.Run.objects.filter(periods__gt=0).latest("id").public_id,
        "artifact": draft.artifacts.get().public_id,
        "released": models.Release.objects.get(version="15.0").public_id,
    }


def _projects(ctx: ActionContext) -> dict[str, str]:
    """Projects in every state that a page asks for."""
    active, review, question = (_project(name) for name in (world.ACTIVE, world.SCRIPTLESS, world.TALK))
    ending, lapsed, wizard = _project("Copy shop"), _project("Druckhaus"), _project(world.KEYBOARD)
    licenses.request(
        project=active, license_id="L-2", license_type="VOICEMAIL", quantity=20, origin="customer", ctx=ctx
    )
    contracts.conclude(project=review, option="annual_monthly", ctx=ctx)
    contracts.conclude(project=question, option="annual_monthly", ctx=ctx)
    contracts.ask(project=question, question="Is the second exchange still in use?", ctx=ctx)
    contracts.conclude(project=ending, option="flex_monthly", ctx=ctx)
    contracts.approve(project=ending, ctx=ctx)
    contracts.cancel(project=ending, ctx=ctx)
    licenses.return_license(project=ending, license_id="L-1", quantity=8, ctx=ctx)
    changing = _changing(active, ctx)
    customer = ActionContext(Actor("Karla Falk", _user(CUSTOMER)), TODAY, NOW)
    payer = world.organisation(world.FALK)
    answers = {"option": "annual_yearly", "fixed_end": "", "method": "invoice", "payer": public_id("org", payer)}
    key = f"conclude:{public_id('prj', wizard)}"
    drafts.save(user=_user(CUSTOMER), key=key, answers=answers, ctx=customer)
    order, offer = new_id(), offer_top_up(lapsed, TODAY, 9274, payer)
    assert offer is not None
    orders.place(order=order, project=lapsed, ssc=9274, payer=payer, gross=offer.quote.gross, ctx=customer)  # type: ignore[union-attr]
    license_order, quote, secret = _ordered(active, customer, payer)
    asked = _project("Zentrale Hamburg")
    as_owner = ActionContext(Actor("Ines Sommer", _user(OWNER)), TODAY, NOW)
    own = models.Project.objects.values_list("customer_id", flat=True).get(pk=asked)
    change = payers.ask(project=asked, payer=own, ctx=as_owner)
    _mandate(own, as_owner)
    settlement = models.Settlement.objects.filter(project=asked).latest("id")
    invoice = models.Invoice.objects.filter(series="INV").latest("id")
    named = {
        "billed": invoice.project_id,
        "active": active, "review": review, "question": question, "ending": ending, "lapsed": lapsed,
        "wizard": wizard, "asked": asked, "suspended": _project("Praxis"),
        "paid_by_partner": _project("Lager Kiel"), "changing": changing,
    }  # fmt: skip
    return {
        **_device(active, customer),
        **{name: public_id("prj", key) for name, key in named.items()},
        "order": public_id("ord", order),
        "license_order": public_id("lor", license_order),
        "quote": public_id("quo", quote),
        "approval": secret,
        "change": public_id("pay", change),
        "settlement": settlement.public_id,
        "invoice": invoice.public_id,
        **_dunned(),
    }


def _dunned() -> dict[str, str]:
    """The payer of a letter of the demo, the letter, and what of it is still overdue."""
    letter = models.DunningLetter.objects.order_by("-id")[0]
    line = letter.lines.filter(level__gt=0).order_by("position")[0]
    return {
        "late": public_id("org", letter.payer_id),
        "letter": letter.public_id,
        "overdue": public_id("inv", line.claim_id),
    }


def _mandate(payer: UUID, ctx: ActionContext) -> None:
    """The vendor collects by direct debit, and a payer has given a mandate; others can."""
    debit = [Method.DIRECT_DEBIT]
    set_payment_policy(methods=debit, creditor_id="DE98ZZZ09999999999", policy=PaymentPolicy(), ctx=ctx)
    mandates.give(payer=payer, account=Account("DE75512108001245126199", "Ines Sommer"), text="I authorise …", ctx=ctx)


def _changing(like: UUID, ctx: ActionContext) -> UUID:
    """A project of the same customer, whose contract is to go on with another option."""
    other = models.Project.objects.get(pk=like)
    project = create_project(customer=other.customer_id, name="Werkstatt", price_list=other.price_list_id, ctx=ctx)
    licenses.add(project=project, license_id="L-1", license_type="VOICEMAIL", quantity=10, ctx=ctx)
    contracts.conclude(project=project, option="annual_monthly", ctx=ctx)
    contracts.approve(project=project, ctx=ctx)
    contracts.change_option(project=project, option="flex_monthly", ctx=ctx)
    return project


def _ordered(project: UUID, ctx: ActionContext, payer: UUID) -> tuple[UUID, UUID, str]:
    """An order of licenses and a quote, both open, and the secret of a request to approve another quote."""
    order, wanted = new_id(), (Wanted("VOICEMAIL", 4),)
    offer = offer_licenses(project, TODAY, wanted, payer)
    assert isinstance(offer, LicenseOffer)
    license_orders.place(order=order, project=project, wanted=wanted, payer=payer, gross=offer.priced.gross, ctx=ctx)
    quotes = [making.quote_licenses(project=project, wanted=wanted, payer=payer, ctx=ctx) for _ in range(2)]
    approver = public_id("usr", _user(CUSTOMER))
    return order, quotes[0], consents.ask(quote=quotes[1], approver=approver, message="For the new floor.", ctx=ctx)


def _device(project: UUID, ctx: ActionContext) -> dict[str, str]:
    """A device with a license on it, a secret and a standby; and another one."""
    device = devices.register(project=project, name="Druckerei Süd", hardware_id="SN-1000", ctx=ctx)
    devices.register(project=project, name="Standby", hardware_id="SN-1001", standby_of=device, ctx=ctx)
    devices.register(project=project, name="Druckerei Nord", hardware_id="SN-1002", ctx=ctx)
    activations.activate(project=project, device=device, license_id="L-1", quantity=50, ctx=ctx)
    credentials.issue(device=device, ctx=ctx)
    activation = models.Activation.objects.get(device=device)
    keys.ensure(ctx=ctx)
    file = license_files.issue(project=project, device=device, ctx=ctx)
    return {"device": public_id("dev", device), "activation": activation.public_id, "file": file.public_id}


def _secrets(ctx: ActionContext, as_owner: ActionContext, organisation: UUID) -> dict[str, str]:
    """What mails hold: links for who is not signed in."""
    details = registrations.Details(
        "new@bohm.example", "Nele Bohm", "Bohm GmbH", "DE", "DE136695976", "Hafen 1\n24103 Kiel", "en"
    )
    registrations.register(details=details, ctx=ctx)
    told = re.search(r"/signup/([^/]+)/", json.dumps(models.OutboxMessage.objects.latest("id").payload))
    assert told
    user = models.User.objects.get(email=world.COLLEAGUE)  # who never logs in: a log-in ends such links
    address = EmailAddress.objects.create(user_id=_user(world.VIEWER), email="piet@nordwind.example")
    hook = endpoints.add(organisation=organisation, url="https://erp.nordwind.example/hooks", ctx=as_owner)
    return {
        "webhook": public_id("whk", hook.key),
        "secret": invitations.invite(
            organisation=organisation, email="tina.wolf@nordwind.example", role=Role.MANAGER, ctx=as_owner
        ),
        "registration": told[1],
        "confirmation": EmailConfirmationHMAC(address).key,
        "reset": f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}",
    }


def _user(email: str) -> UUID:
    return UUID(str(models.User.objects.values_list("id", flat=True).get(email=email)))


def _project(name: str) -> UUID:
    return UUID(str(models.Project.objects.values_list("id", flat=True).get(name=name)))


# ---------------------------------------------------------------- who looks


def everybody(stack: ExitStack, browser: Browser, portal: Portal) -> dict[str, Visitor]:
    """Everybody that pages are for, each in a browser of their own, until the stack is closed."""
    found = {}
    for email in dict.fromkeys([*(who for who, _ in PAGES.values()), ELSEWHERE]):
        found[email] = stack.enter_context(visiting(browser, portal.address))
        if email in (SECURED, PLAIN):
            log_in(found[email], email)
        elif email not in (NOBODY, ELSEWHERE):
            found[email].enter(email)
    set_up_an_app(found[SECURED].page)
    add_a_passkey(found[SECURED].page)
    found[SECURED].open("/account/factors/passkeys/")
    link = found[SECURED].page.locator("main a[href*='/remove/']").first.get_attribute("href") or ""
    portal.things["passkey"] = link.rstrip("/").split("/")[-2]
    log_in(found[ELSEWHERE], SECURED)
    choose_several(found[PARTNER], world.SEVERAL)
    found[PARTNER].page.locator("input[name=terms]").check()
    found[PARTNER].go(found[PARTNER].page.locator("main form button"))
    found[PARTNER].open("/")
    choose_several(found[PARTNER], ("Rezeption", "Seeterrasse"))
    return found


def log_in(visitor: Visitor, email: str) -> None:
    """By password."""
    visitor.open("/account/login/")
    visitor.page.locator("input[name=login]").fill(email)
    visitor.page.locator("input[name=password]").fill(PASSWORD)
    visitor.go(visitor.page.locator("form:has(input[name=password]) button").first)


def choose_several(visitor: Visitor, names: tuple[str, ...]) -> None:
    """Up to the check page."""
    for name in names:
        visitor.page.get_by_label(f"Select {name}").check()
    visitor.press("Add contracts to selected projects")
    visitor.page.locator("input[name=option][value=annual_yearly]").check()
    visitor.go(visitor.page.locator("button[value=check]"))
