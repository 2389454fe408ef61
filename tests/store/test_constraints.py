"""What the database refuses by itself: each constraint has somebody here who tries to break it from SQL."""

import importlib
import re
from datetime import date
from typing import Any
from uuid import UUID

import psycopg
import pytest
from psycopg.types.range import DateRange

from autossa.domain.lifecycle import NEXT
from tests.cast.shop import NOW
from tests.store.books import APPEND_ONLY, OWN, WITHDRAWN_ONLY, Session, ask, done, existing, like, refusal
from tests.store.money import MONEY_BREAKS, MONEY_FROZEN, MONEY_REFERRED, MONEY_WRITING

pytestmark = pytest.mark.store

CHECK, UNIQUE, OVERLAP, FOREIGN, EMPTY, GUARD = "23514", "23505", "23P01", "23503", "23502", "23001"
SOME_DAY, NOBODY = date(2026, 1, 15), UUID(int=7)
START = date(2026, 2, 20)  # of the contract that is there

# ---- a row that would be right but for one thing

TRIGGERED = {"claims", "corrected_transfers"}
"""Tables that triggers alone write (test_money)."""
TABLES = sorted(OWN - TRIGGERED)
ONE_ROW = {"vendor_marks", "vendor_settings"}
"""Tables that never hold a second row, however right."""
ONE_EACH = {
    "credit_reasons", "credited_lines", "invoice_sections", "limit_counts", "project_names", "terms_documents",
}  # fmt: skip
"""Tables whose key says what the row is of: each has its row already."""

SUMMED = {
    "debits", "debit_parts", "license_orders", "license_order_lines", "payment_moves", "payouts", "quotes",
    "quote_lines",
}  # fmt: skip
"""Tables whose rows add up with those of another: none is right alone."""

# The constraint that is broken, and what is wrong with the row; `...` is the value of the row that is there already.
BREAKS: list[tuple[str, str, dict[str, Any]]] = [
    # coverage
    (OVERLAP, "coverage_never_overlaps", {"days": ...}),
    (CHECK, "coverage_not_empty", {"days": DateRange(SOME_DAY, SOME_DAY)}),
    (CHECK, "coverage_entries_period", {"start": SOME_DAY, "end": SOME_DAY}),
    (CHECK, "coverage_entries_source", {"source": "gift"}),
    (UNIQUE, "coverage_entries_revoked_once", {"revokes": "revoked"}),
    # runs
    (CHECK, "runs_state", {"state": "asleep"}),
    (CHECK, "runs_decided", {"decided_at": NOW, "reason": ""}),
    (CHECK, "runs_cause", {"cause": ""}),
    (CHECK, "runs_cause", {"state": "broken", "cause": ""}),
    (UNIQUE, "runs_one_halted", {"day": ...}),
    (CHECK, "run_voidings_reason", {"reason": ""}),
    (CHECK, "run_voidings_decided", {"approved_at": NOW}),
    (CHECK, "run_voidings_decided", {"finished_at": NOW}),
    (CHECK, "run_voidings_decided", {"approved_at": NOW, "approved_by": NOBODY, "declined_at": NOW}),
    (CHECK, "run_voidings_two_people", {"approved_at": NOW, "approved_by": NOBODY, "proposed_by": NOBODY}),
    (UNIQUE, "run_voidings_one_open", {"run_id": ...}),
    # contracts
    (UNIQUE, "contracts_one_open", {"status": "in_review", "booked_until": START}),
    (UNIQUE, "contracts_one_open", {"status": "question", "booked_until": START}),
    (UNIQUE, "contracts_one_open", {"status": "active", "ends_on": None}),
    (UNIQUE, "contracts_one_open", {"status": "ending", "ends_on": date(2100, 1, 1)}),
    (UNIQUE, "contracts_one_open", {"status": "suspended"}),
    (UNIQUE, "contracts_once", {"number": ...}),
    (CHECK, "contracts_status", {"status": "new"}),
    (CHECK, "contracts_options", {"option_from": [], "option_plans": []}),
    (CHECK, "contracts_options", {"option_plans": None}),
    (CHECK, "option_changes_fold", {"starts_on": date(2027, 2, 21)}),
    (CHECK, "option_changes_fold", {"starts_on": START}),
    (CHECK, "contracts_days", {"start": SOME_DAY}),
    (CHECK, "contracts_days", {"booked_until": SOME_DAY}),
    (CHECK, "contracts_gap", {"gap_start": date(2100, 1, 1)}),
    (CHECK, "contracts_ends", {"booked_until": START, "ends_on": START}),
    (CHECK, "contracts_terminated", {"status": "suspended", "terminated": True}),
    (CHECK, "contracts_waived", {"gap_start": None, "gap_waived": True}),
    (CHECK, "contracts_waived", {"gap_late": True, "gap_waived": True}),
    (CHECK, "contracts_ending", {"status": "ending", "ends_on": None}),
    (CHECK, "contracts_active", {"status": "active"}),
    (CHECK, "contracts_agreed", {"fixed_end": date(2026, 12, 31)}),
    (CHECK, "contracts_agreed", {"status": "suspended", "fixed_end": date(2100, 1, 1), "ends_on": None}),
    (CHECK, "contracts_booked", {"status": "suspended", "booked_until": date(2100, 1, 1)}),
    (CHECK, "contracts_over", {"ends_on": date(2100, 1, 1)}),
    (CHECK, "contracts_over", {"ends_on": None}),
    (CHECK, "contracts_unbooked", {"status": "in_review"}),
    (CHECK, "contracts_unbooked", {"status": "question"}),
    (CHECK, "contracts_unbooked", {"status": "rejected"}),
    (CHECK, "contracts_unbooked", {"status": "withdrawn"}),
    (CHECK, "contract_events_status", {"status": "new"}),
    (CHECK, "contract_messages_kind", {"kind": "extend"}),
    (UNIQUE, "gap_charges_once", {"line": ...}),
    (CHECK, "gap_charges_period", {"start": SOME_DAY, "end": SOME_DAY}),
    (CHECK, "gap_charges_period", {"ssc": -1}),
    # settlements
    (UNIQUE, "settlements_period_once", {"revision": ...}),
    (CHECK, "settlements_of_contract", {"contract": None}),
    (CHECK, "settlements_reason", {"reason": "gift"}),
    (CHECK, "settlements_period", {"start": SOME_DAY, "end": SOME_DAY}),
    (CHECK, "settlements_period", {"ssc": -1, "recharged": -1}),
    (CHECK, "settlements_recharged", {"recharged": 10**9}),
    (CHECK, "charges_period", {"quantity": 0}),
    (CHECK, "charges_period", {"start": SOME_DAY, "end": SOME_DAY}),
    (CHECK, "charges_paid", {"from_balance": -1}),
    (CHECK, "charges_paid", {"from_balance": 10**9}),
    (CHECK, "charges_paid", {"net": -1}),
    (CHECK, "charges_priced", {"from_balance": 0, "price": None}),
    (UNIQUE, "charges_pkey", {"position": ...}),
    (UNIQUE, "voids_settlement_id_key", {"settlement_id": ...}),
    (CHECK, "voids_reason", {"reason": ""}),
    # the ledger
    (CHECK, "transfers_lots_positive", {"ssc": 0, "lots": [1], "lot_ssc": [0]}),
    (CHECK, "transfers_lots_positive", {"ssc": -1, "lots": [1], "lot_ssc": [-1]}),
    (CHECK, "transfers_moves", {"debit": "free", "credit": "free"}),
    (CHECK, "transfers_debit", {"debit": "cash"}),
    (CHECK, "transfers_credit", {"credit": "cash"}),
    (CHECK, "transfers_kind", {"kind": "gift"}),
    (CHECK, "transfers_lots_add_up", {"ssc": 3, "lots": [1, 2], "lot_ssc": [1, 1]}),
    (CHECK, "transfers_lots_named", {"ssc": 3, "lots": [1], "lot_ssc": [1, 2]}),
    (CHECK, "transfers_lots_named", {"ssc": 0, "lots": [], "lot_ssc": []}),
    (CHECK, "transfers_lots_positive", {"ssc": 3, "lots": [1, 2], "lot_ssc": [4, -1]}),
    (CHECK, "transfers_lots_positive", {"ssc": 3, "lots": [1, 2], "lot_ssc": [3, 0]}),
    (CHECK, "transfers_lots_positive", {"ssc": 3, "lots": [1, 2], "lot_ssc": [3, None]}),
    (UNIQUE, "transfers_corrected_once", {"corrects": "corrected"}),
    (CHECK, "lots_amounts", {"free": -1}),
    (CHECK, "lots_amounts", {"held": -1}),
    (CHECK, "lots_amounts", {"ssc": 0, "free": 0, "held": 0}),
    (CHECK, "lots_within", {"ssc": 5, "free": 3, "held": 3}),
    (CHECK, "lots_source", {"source": "gift"}),
    (UNIQUE, "lots_pkey", {"number": ...}),
    (CHECK, "projects_free_not_negative", {"free": -1}),
    (CHECK, "projects_held_not_negative", {"held": -1}),
    (CHECK, "projects_parked_with_cause", {"parked_at": "2026-01-15 00:00+00", "parked_cause": ""}),
    (UNIQUE, "projects_name_once", {"name": ...}),
    # invoices
    (UNIQUE, "invoices_number_once", {"number": ...}),
    (UNIQUE, "invoices_settlement_once", {"settlement": ...}),
    (CHECK, "invoices_total", {"gross": 1}),
    (CHECK, "invoices_sign", {"net": 0, "tax": 0, "gross": 0}),
    (CHECK, "invoices_sign", {"net": -100, "tax": 0, "gross": -100}),
    (CHECK, "invoices_sign", {"corrects": NOBODY}),
    (CHECK, "invoices_sign", {"series": "CN", "due_on": None}),
    (CHECK, "invoices_sign", {"series": "CN", "due_on": None, "corrects": NOBODY}),
    (CHECK, "invoices_sign", {"series": "CN", "due_on": None, "net": -100, "tax": 0, "gross": -100}),
    (CHECK, "invoices_due", {"series": "XX"}),
    (CHECK, "invoices_number", {"number": 0}),
    (CHECK, "invoices_reason", {"reason": "gift"}),
    (CHECK, "invoices_category", {"vat_category": "O"}),
    (CHECK, "invoices_category", {"tax_rate": 0}),
    (CHECK, "invoices_category", {"vat_category": "Z", "tax_rate": 0}),
    (CHECK, "invoices_due", {"due_on": None}),
    (CHECK, "invoices_due", {"due_on": date(2000, 1, 1)}),
    (CHECK, "invoices_credit_within", {
        "series": "CN", "corrects": NOBODY, "net": -100, "tax": 0, "gross": -100, "due_on": None,
    }),
    (CHECK, "credited_lines_net", {"net": -1}),
    (CHECK, "credited_lines_within", {"position": 77, "net": 0}),
    (CHECK, "credited_lines_within", {"position": 77, "net": 1}),
    (CHECK, "credit_reasons_reason", {"reason": ""}),
    (CHECK, "invoices_of_one_thing", {"settlement": None}),
    (CHECK, "invoices_of_one_thing", {"reason": "collective"}),
    (CHECK, "invoices_add_up", {"reason": "collective", "project_id": None, "settlement": None, "contract": None}),
    (UNIQUE, "invoice_sections_settlement_id_key", {"position": 77}),
    (CHECK, "invoice_sections_fit", {"position": 77, "settlement_id": "waiting"}),
    (UNIQUE, "billing_cycles_once", {"starts_on": ..., "set_at": ...}),
    (CHECK, "billing_cycles_every", {"every": "weekly"}),
    (CHECK, "billing_cycles_day", {"every": "monthly"}),
    (CHECK, "billing_cycles_day", {"every": "monthly", "day": 29}),
    (CHECK, "billing_cycles_day", {"day": 1}),
    (CHECK, "collected_net", {"net": 0}),
    (CHECK, "collected_category", {"tax_rate": 0}),
    # parties, VAT, order numbers
    (UNIQUE, "parties_once", {"version": ...}),
    (CHECK, "parties_version", {"version": 0}),
    (CHECK, "parties_language", {"language": "fr"}),
    (UNIQUE, "sellers_number_key", {"number": ...}),
    (CHECK, "sellers_number", {"number": 0}),
    (CHECK, "sellers_iban", {"iban": "DE89 3704"}),
    (CHECK, "sellers_bic", {"bic": "SHORT"}),
    (CHECK, "sellers_reasons", {"third_country_de": ""}),
    (UNIQUE, "vat_treatments_once", {"version": ...}),
    (CHECK, "vat_treatments_treatment", {"treatment": "gift", "rate_class": ""}),
    (CHECK, "vat_treatments_class", {"rate_class": ""}),
    (CHECK, "vat_treatments_class", {"treatment": "third_country"}),
    (CHECK, "vat_treatments_confirmed", {"source": "BZSt"}),
    (CHECK, "vat_treatments_confirmed", {"treatment": "reverse_charge", "rate_class": "", "vat_id": "ATU13585627"}),
    (CHECK, "vat_treatments_newest", {
        "treatment": "reverse_charge", "rate_class": "", "vat_id": "ATU13585627", "confirmation": "7f3a",
        "confirmed_on": date(2026, 1, 1), "source": "BZSt",
    }),
    (UNIQUE, "vat_rates_once", {"starts_on": ...}),
    (CHECK, "vat_rates_start", {"starts_on": date(2026, 1, 15)}),
    (CHECK, "vat_rates_start", {"entered_on": None}),
    (CHECK, "vat_rates_withdrawn", {"withdrawal": "a slip"}),
    (CHECK, "vat_rates_share", {"rate": 0}),
    (CHECK, "vat_rates_share", {"rate": 1}),
    (CHECK, "vat_rates_class", {"rate_class": "No class"}),
    (UNIQUE, "order_numbers_once", {"starts_on": ..., "set_at": ...}),
    (UNIQUE, "invoice_series_pkey", {"year": ...}),
    # what the vendor sets
    (UNIQUE, "ssc_prices_once", {"starts_on": ...}),
    (CHECK, "ssc_prices_start", {"starts_on": date(2026, 1, 15)}),
    (CHECK, "ssc_prices_start", {"entered_on": None}),
    (CHECK, "ssc_prices_withdrawn", {"withdrawal": "a slip"}),
    (CHECK, "ssc_prices_not_negative", {"price": -1}),
    (UNIQUE, "license_rates_once", {"starts_on": ...}),
    (CHECK, "license_rates_start", {"starts_on": date(2026, 1, 15)}),
    (CHECK, "license_rates_start", {"withdrawn_on": date(2026, 1, 15)}),
    (CHECK, "license_rates_withdrawn", {"withdrawal": "a slip"}),
    (CHECK, "license_rates_not_negative", {"ssc_per_year": -1}),
    (UNIQUE, "license_types_code_key", {"code": ...}),
    (UNIQUE, "price_lists_name_key", {"name": ...}),
    (CHECK, "price_lists_currency", {"currency": "eur"}),
    (CHECK, "price_lists_currency", {"currency": "EU"}),
    (UNIQUE, "policy_versions_once", {"starts_on": ...}),
    (CHECK, "policy_versions_start", {"starts_on": date(2026, 1, 15)}),
    (CHECK, "policy_versions_withdrawn", {"withdrawal": "a slip"}),
    (CHECK, "policy_versions_multiplier", {"late_multiplier": "0.99"}),
    (CHECK, "policy_versions_give_up", {"give_up": "never"}),
    (CHECK, "policy_versions_supply_date", {"supply_date": "never"}),
    (CHECK, "policy_versions_entitlement_day", {"entitlement_day": "today"}),
    (CHECK, "license_types_ssa", {"ssa": "free"}),
    (UNIQUE, "plan_versions_once", {"name": ...}),
    (CHECK, "plan_versions_months", {"term_months": 0}),
    (CHECK, "plan_versions_months", {"notice_months": 0}),
    (CHECK, "plan_versions_months", {"billed_months": 0}),
    (CHECK, "plan_versions_adjustment", {"adjustment": -1}),
    # releases
    (UNIQUE, "products_code_key", {"code": ...}),
    (UNIQUE, "product_types_once", {"license_type_id": ...}),
    (UNIQUE, "branches_once", {"name": ...}),
    (UNIQUE, "releases_once", {"version": ...}),
    (CHECK, "releases_class", {"release_class": "hotfix"}),
    (CHECK, "releases_channel", {"channel": "alpha"}),
    (CHECK, "releases_entitled", {"entitled_as_of": date(2026, 5, 2), "entitled_reason": "promised"}),
    (CHECK, "releases_entitled", {"entitled_as_of": date(2026, 5, 1)}),
    (CHECK, "releases_entitled", {"entitled_reason": "promised"}),
    (CHECK, "releases_withdrawn", {"withdrawn_on": date(2026, 5, 1), "withdrawal": "It loses calls"}),
    (CHECK, "releases_withdrawn", {"published_at": NOW, "withdrawn_on": date(2026, 5, 1)}),
    (CHECK, "releases_withdrawn", {"published_at": NOW, "withdrawal": "It loses calls"}),
    (CHECK, "release_needs_need", {"need": "maybe"}),
    (UNIQUE, "release_needs_once", {"need": ...}),
    (CHECK, "waivers_reason", {"reason": ""}),
    (CHECK, "imports_sha256", {"sha256": "unknown"}),
    (CHECK, "imported_kind", {"kind": "planet"}),
    (CHECK, "imported_reference", {"reference": ""}),
    # files of documents
    (UNIQUE, "document_files_once", {"invoice_id": ...}),
    (UNIQUE, "document_files_quote_once", {"invoice_id": None, "quote_id": "printed_quote"}),
    (UNIQUE, "document_files_letter_once", {"invoice_id": None, "letter_id": "printed_letter"}),
    (CHECK, "document_files_of_one", {"invoice_id": None}),
    (CHECK, "document_files_of_one", {"letter_id": "printed_letter"}),
    (CHECK, "document_files_of_one", {"quote_id": "printed_quote"}),
    (CHECK, "document_files_format", {"format": "xml"}),
    (CHECK, "document_files_size", {"size": 0}),
    (CHECK, "document_files_sha256", {"sha256": "A" * 64}),
    (CHECK, "document_designs_sha256", {"sha256": "A" * 64}),
    # licenses and keys
    (UNIQUE, "licenses_once", {"code": ...}),
    (CHECK, "licenses_origin", {"origin": "found"}),
    (UNIQUE, "license_lines_one_open", {"ended_on": None}),
    (UNIQUE, "license_lines_once", {"number": ...}),
    (CHECK, "license_lines_quantity", {"quantity": 0}),
    (CHECK, "license_lines_rate", {"rate": -1}),
    (CHECK, "license_lines_life", {"ended_on": date(2000, 1, 1)}),
    (UNIQUE, "activation_keys_digest_key", {"digest": ...}),
    (CHECK, "activation_keys_redeemed", {"redeemed_by_id": None}),
    (CHECK, "activation_keys_redeemed", {"redeemed_on": None}),
    (CHECK, "activation_keys_licenses", {"license_type_id": None}),
    (CHECK, "activation_keys_licenses", {"quantity": 0}),
    (CHECK, "activation_keys_taxed", {"treatment": "domestic"}),
    (CHECK, "activation_keys_taxed", {"treatment": "third_country", "tax_rate": "0.19"}),
    (CHECK, "activation_keys_worth", {"quantity": 0, "license_type_id": None, "ssc": 0}),
    # people and organisations
    (UNIQUE, "users_email_key", {"email": ...}),
    (CHECK, "users_email_lower", {"email": "Another@example.com"}),
    (CHECK, "users_language", {"language": "xx"}),
    (CHECK, "users_erased", {"erased_at": NOW}),
    (UNIQUE, "memberships_once", {"organisation_id": ..., "role": "support"}),
    (CHECK, "memberships_role", {"role": "friend"}),
    (CHECK, "memberships_role_fits", {"role": "admin"}),  # Vera's role, at the customer
    (CHECK, "memberships_role_fits", {"organisation_id": ..., "role": "owner"}),  # a customer's role, at the vendor
    (UNIQUE, "organisations_one_vendor", {"kind": "vendor"}),
    (UNIQUE, "organisations_number_key", {"number": ...}),
    (CHECK, "organisations_kind", {"kind": "friend"}),
    (UNIQUE, "contacts_once", {"email": ...}),
    (CHECK, "organisations_invoice_xml", {"invoice_xml": "pdf"}),
    (CHECK, "contacts_purpose", {"purpose": "chat"}),
    (CHECK, "contacts_language", {"language": "xx"}),
    (UNIQUE, "registrations_digest_key", {"digest": ...}),
    (CHECK, "registrations_language", {"language": "fr"}),
    (CHECK, "registrations_expire", {"expires_at": ..., "created_at": "2100-01-01 00:00+00"}),
    (UNIQUE, "browsers_once", {"digest": ...}),
    (UNIQUE, "invitations_digest_key", {"digest": ...}),
    (CHECK, "invitations_role", {"role": "friend"}),
    (CHECK, "invitations_expire", {"expires_at": ..., "created_at": "2100-01-01 00:00+00"}),
    (CHECK, "invitations_accepted", {"accepted_at": "2026-01-15 00:00+00"}),
    (UNIQUE, "access_requests_one_open", {"project_id": ...}),
    (CHECK, "access_requests_rights", {"rights": []}),
    (CHECK, "access_requests_rights", {"rights": ["everything"]}),
    (CHECK, "access_requests_one_answer", {"hand_over_id": "hand_over", "declined_at": NOW}),
    (CHECK, "access_requests_two", {"partner_id": "customer"}),
    (UNIQUE, "admissions_one_open", {"admitted_at": None}),
    (CHECK, "admissions_one_answer", {"declined_at": NOW}),
    (CHECK, "admissions_two", {"merged_id": "customer"}),
    (CHECK, "hand_overs_rights", {"rights": []}),
    (CHECK, "hand_overs_rights", {"rights": ["everything"]}),
    (CHECK, "hand_overs_days", {"ends_on": date(2000, 1, 1)}),
    (CHECK, "hand_overs_two", {"partner_id": "customer"}),
    (UNIQUE, "payer_changes_one_open", {"confirmed_by": None, "confirmed_at": None}),
    (CHECK, "payer_changes_one_answer", {"refused_at": NOW}),
    (CHECK, "payer_changes_two_people", {"confirmed_by": "asked_by"}),
    (CHECK, "acting_reason", {"reason": ""}),
    (CHECK, "acting_ends", {"started_at": "2100-01-01 00:00+00"}),
    (UNIQUE, "api_tokens_digest_key", {"digest": ...}),
    (UNIQUE, "api_tokens_name_once", {"name": ...}),
    (CHECK, "api_tokens_scopes", {"scopes": []}),
    (CHECK, "api_tokens_expire", {"created_at": "2100-01-01 00:00+00"}),
    (CHECK, "request_keys_key", {"key": ""}),
    (CHECK, "request_keys_status", {"status": 500}),
    (UNIQUE, "events_once", {"number": ...}),
    (UNIQUE, "events_position_key", {"position": ...}),
    (CHECK, "events_source", {"source": "rumour"}),
    (CHECK, "events_type", {"type": ""}),
    (CHECK, "events_numbered", {"number": 0}),
    (CHECK, "events_numbered", {"project": None}),
    (CHECK, "waiting_events_source", {"source": "rumour"}),
    (UNIQUE, "webhook_endpoints_once", {"url": ...}),
    (CHECK, "webhook_endpoints_url", {"url": ""}),
    (CHECK, "webhook_endpoints_why", {"disabled_at": NOW, "disabled_why": "mood"}),
    (CHECK, "webhook_endpoints_disabled", {"disabled_at": NOW}),
    (CHECK, "webhook_endpoints_disabled", {"disabled_why": "gone"}),
    (UNIQUE, "webhook_secrets_present_once", {"kind": ...}),
    (CHECK, "webhook_secrets_kind", {"kind": "v2"}),
    (CHECK, "webhook_deliveries_state", {"state": "lost", "ended_at": NOW}),
    (CHECK, "webhook_deliveries_ended", {"state": "failed"}),
    (UNIQUE, "webhook_attempts_once", {"number": ...}),
    (CHECK, "webhook_attempts_said", {"failure": "timeout"}),
    (UNIQUE, "calendar_feeds_digest_key", {"digest": ...}),
    # what the portal keeps
    (UNIQUE, "drafts_once", {"key": ...}),
    (CHECK, "drafts_key", {"key": ""}),
    (CHECK, "credit_orders_ssc", {"ssc": 0}),
    (CHECK, "credit_orders_gross", {"tax": 0}),
    (CHECK, "credit_orders_state", {"state": "paid", "decided_at": NOW}),
    (CHECK, "credit_orders_decided", {"state": "booked"}),
    (CHECK, "credit_orders_decided", {"decided_at": NOW}),
    (CHECK, "credit_orders_booking", {"booking": "never"}),
    (CHECK, "credit_orders_paid", {"paid_on": NOW.date()}),
    (CHECK, "license_prices_not_negative", {"price": -1}),
    (CHECK, "license_prices_withdrawn", {"withdrawal": "A slip"}),
    (CHECK, "license_prices_start", {"starts_on": date(2026, 1, 2), "entered_on": date(2026, 1, 1)}),
    (UNIQUE, "license_prices_once", {"starts_on": ...}),
    (CHECK, "license_orders_gross", {"tax": 0}),
    (CHECK, "license_orders_gross", {"net": -1, "tax": 1, "gross": 0}),
    (CHECK, "license_orders_state", {"state": "paid", "decided_at": NOW}),
    (CHECK, "license_orders_booking", {"booking": "never"}),
    (CHECK, "license_orders_decided", {"state": "booked"}),
    (CHECK, "license_orders_decided", {"decided_at": NOW}),
    (CHECK, "license_orders_paid", {"paid_on": NOW.date()}),
    (CHECK, "license_orders_whole", {"net": ..., "ordered_on": date(2026, 1, 1)}),  # before terms were in force
    (UNIQUE, "license_orders_quote_id_key", {"quote_id": ...}),
    (UNIQUE, "license_order_lines_pkey", {"position": ...}),
    (UNIQUE, "license_order_lines_license_id_key", {"license_id": "ordered"}),
    (CHECK, "license_order_lines_quantity", {"quantity": 0}),
    (CHECK, "license_order_lines_amounts", {"price": -1}),
    (CHECK, "license_order_lines_amounts", {"net": -1}),
    (CHECK, "license_order_lines_whole", {"net": 1}),
    (CHECK, "order_terms_booking", {"booking": "never"}),
    (CHECK, "order_terms_reason", {"reason": ""}),
    (UNIQUE, "quotes_number_once", {"number": ...}),
    (CHECK, "quotes_number", {"number": 0}),
    (CHECK, "quotes_about", {"about": "gift", "ssc": None}),
    (CHECK, "quotes_gross", {"tax": 0}),
    (CHECK, "quotes_gross", {"net": -1, "tax": 1, "gross": 0}),
    (CHECK, "quotes_days", {"valid_until": date(2000, 1, 1)}),
    (CHECK, "quotes_what", {"about": "credits"}),
    (CHECK, "quotes_what", {"about": "contract"}),
    (CHECK, "quotes_what", {"option": "annual_yearly"}),
    (CHECK, "quotes_accepted", {"accepted_at": NOW}),
    (CHECK, "quotes_accepted", {"accepted_on": NOW.date()}),
    (CHECK, "quotes_one_end", {"accepted_on": NOW.date(), "accepted_at": NOW, "withdrawn_at": NOW}),
    (CHECK, "quotes_contract", {"contract_id": "a_contract"}),
    (CHECK, "quotes_whole", {"accepted_by_name": ...}),
    (UNIQUE, "quote_lines_pkey", {"position": ...}),
    (CHECK, "quote_lines_category", {"category": "X"}),
    (CHECK, "quote_lines_amounts", {"net": -1}),
    (CHECK, "quote_lines_period", {"start": SOME_DAY, "end": SOME_DAY}),
    (CHECK, "quote_lines_whole", {"net": 1}),
    (UNIQUE, "consents_digest_key", {"digest": ...}),
    (UNIQUE, "consents_one_open", {"withdrawn_at": None}),
    (CHECK, "consents_one_answer", {"approved_at": NOW}),
    (CHECK, "consents_one_answer", {"declined_at": NOW, "reason": "No"}),
    (CHECK, "consents_declined_why", {"withdrawn_at": None, "declined_at": NOW}),
    (CHECK, "consents_expires", {"expires_at": "2000-01-01 00:00+00"}),
    (CHECK, "invoices_of_one_thing", {"settlement": None}),
    (CHECK, "invoices_of_one_thing", {"reason": "order"}),
    (CHECK, "invoices_of_one_thing", {"license_order_id": "license_order"}),
    (UNIQUE, "invoices_license_order_once",
     {"settlement": None, "reason": "order", "license_order_id": "invoiced_licenses"}),
    (UNIQUE, "invoices_credit_order_once",
     {"settlement": None, "reason": "order", "credit_order_id": "invoiced_credits"}),
    (UNIQUE, "vendor_settings_only_key", {"only": ...}),
    (CHECK, "credit_orders_terms", {"ordered_on": date(2030, 2, 1)}),
    (CHECK, "license_orders_terms", {"ordered_on": date(2030, 2, 1)}),
    (CHECK, "contracts_terms", {
        "concluded_on": date(2030, 2, 1), "start": date(2030, 2, 1), "booked_until": date(2031, 2, 1),
        "ends_on": date(2031, 2, 1),
    }),
    (UNIQUE, "terms_versions_once", {"number": ...}),
    (CHECK, "terms_versions_number", {"number": 0}),
    (CHECK, "terms_versions_kind", {"kind": "gift"}),
    (CHECK, "terms_versions_languages", {"languages": ["fr"]}),
    (CHECK, "terms_versions_complete", {"languages": ["en"]}),
    (CHECK, "terms_versions_start", {"starts_on": date(2026, 4, 30)}),
    (CHECK, "terms_versions_start", {"kind": "terms", "starts_on": date(2029, 1, 1)}),
    (CHECK, "terms_versions_start", {"entered_on": None}),
    (CHECK, "terms_versions_withdrawn", {"withdrawal": "a slip"}),
    (UNIQUE, "terms_documents_once", {"language": ...}),
    (CHECK, "terms_documents_published", {"language": "de"}),
    (CHECK, "terms_documents_form", {"form": "html"}),
    (CHECK, "terms_documents_size", {"size": 0}),
    (CHECK, "terms_documents_whole", {"sha256": "0" * 64}),
    (CHECK, "terms_documents_pdf", {"form": "pdf"}),
    (UNIQUE, "terms_acceptances_once", {"deed_id": ...}),
    (CHECK, "terms_acceptances_deed", {"deed": "gift"}),
    (CHECK, "terms_acceptances_right", {"day": date(2026, 4, 30)}),
    (CHECK, "terms_acceptances_right", {"deed": "contract"}),
    (UNIQUE, "terms_announcements_once", {"organisation_id": ...}),
    (CHECK, "vendor_settings_only", {"only": False}),
    (CHECK, "vendor_settings_accent", {"accent": "blue"}),
    (CHECK, "vendor_marks_only", {"only": False}),
    # devices
    (UNIQUE, "devices_hardware_once", {"hardware_key": ...}),
    (UNIQUE, "devices_name_once", {"name": ...}),
    (UNIQUE, "devices_name_once", {"name": "pbx"}),
    (CHECK, "devices_parent", {"id": NOBODY, "parent_id": NOBODY}),
    (CHECK, "devices_named", {"name": ""}),
    (CHECK, "devices_named", {"hardware_key": ""}),
    (CHECK, "devices_departure", {"gone_on": NOW.date(), "departure": "sold"}),
    (CHECK, "devices_gone", {"gone_on": NOW.date()}),
    (CHECK, "devices_gone", {"departure": "removed"}),
    (CHECK, "devices_gone", {"gone_on": date(2000, 1, 1), "departure": "removed"}),
    (CHECK, "devices_lost", {"gone_on": NOW.date(), "departure": "lost"}),
    (GUARD, "devices_standby", {"parent_id": "spare"}),
    (UNIQUE, "installations_once", {"device_id": ...}),
    (CHECK, "installations_version", {"version": ""}),
    (UNIQUE, "activations_once", {"ended_on": None, "ending": ""}),
    (CHECK, "activations_quantity", {"quantity": 0}),
    (CHECK, "activations_ending", {"ending": "sold"}),
    (CHECK, "activations_ended", {"ending": ""}),
    (CHECK, "activations_ended", {"ended_on": date(2000, 1, 1)}),
    (GUARD, "activations_within", {"device_id": "spare", "ended_on": None, "ending": "", "quantity": 10**6}),
    (UNIQUE, "trials_once", {"hardware_key": ...}),
    (CHECK, "trials_days", {"ends_on": ..., "starts_on": date(2100, 1, 1)}),
    (UNIQUE, "device_credentials_digest_key", {"digest": ...}),
    (UNIQUE, "device_credentials_one", {"revoked_at": None}),
    (CHECK, "device_credentials_revoked", {"revoked_at": "2000-01-01 00:00+00"}),
    (UNIQUE, "device_codes_digest_key", {"digest": ...}),
    (CHECK, "device_codes_expire", {"expires_at": "2000-01-01 00:00+00"}),
    (CHECK, "device_codes_used", {"used_at": "2000-01-01 00:00+00"}),
    (CHECK, "device_uses_count", {"count": 0}),
    (CHECK, "signing_keys_retired", {"retired_at": "2000-01-01 00:00+00"}),
    (CHECK, "signing_keys_revoked", {"revoked_at": NOW, "revocation": "It leaked"}),
    (CHECK, "signing_keys_revoked", {"retired_at": NOW, "revoked_at": NOW}),
    (UNIQUE, "license_files_once", {"serial": ...}),
    (CHECK, "license_files_serial", {"serial": 0}),
    (CHECK, "license_files_expire", {"expires_at": "2000-01-01 00:00+00"}),
    (CHECK, "license_files_major", {"major": "14"}),
    (CHECK, "license_files_confirmed", {"device_id": None, "confirmed_at": NOW}),
    (CHECK, "license_files_confirmed", {"confirmed_at": "2000-01-01 00:00+00"}),
    (UNIQUE, "artifacts_once", {"file_name": ...}),
    (UNIQUE, "artifacts_stored_key", {"stored": ...}),
    (CHECK, "artifacts_size", {"size": 0}),
    (CHECK, "artifacts_sha256", {"sha256": "A" * 64}),
    (CHECK, "artifacts_named", {"file_name": "../etc/passwd"}),
    (CHECK, "artifacts_named", {"file_name": ".profile"}),
    (CHECK, "vendor_settings_days", {"trial_days": 0}),
    (CHECK, "vendor_settings_days", {"file_days": 0}),
    # what goes out
    (CHECK, "outbox_topic", {"topic": ""}),
    (CHECK, "outbox_parked_or_done", {"parked_at": NOW, "delivered_at": NOW}),
    (UNIQUE, "mail_outages_one", {"ended_at": ...}),
    (CHECK, "mail_outages_cause", {"cause": ""}),
    (UNIQUE, "mail_texts_once", {"key": ...}),
    (CHECK, "mail_texts_language", {"language": "xx"}),
    (UNIQUE, "reminders_once", {"kind": ...}),
    *MONEY_BREAKS,
]  # fmt: skip

_REFERRED = {
    **MONEY_REFERRED,
    "revoked": "SELECT revokes FROM coverage_entries WHERE revokes IS NOT NULL",
    "corrected": "SELECT corrects FROM transfers WHERE corrects IS NOT NULL",
    "customer": "SELECT customer_id FROM hand_overs",
    "hand_over": "SELECT id FROM hand_overs",
    "asked_by": "SELECT asked_by FROM payer_changes",
    "master": "SELECT id FROM devices WHERE name = 'PBX'",
    "waiting": "SELECT settlement_id FROM collected WHERE settlement_id NOT IN"
    " (SELECT settlement_id FROM invoice_sections)",
    "spare": "SELECT id FROM devices WHERE name = 'Spare'",
    "branch": "SELECT id FROM projects WHERE name = 'Branch'",
    "a_contract": "SELECT id FROM contracts",
    "ordered": "SELECT license_id FROM license_order_lines WHERE license_id IS NOT NULL",
    "license_order": "SELECT id FROM license_orders WHERE state = 'open'",
    "printed_letter": "SELECT letter_id FROM document_files WHERE letter_id IS NOT NULL",
    "printed_quote": "SELECT quote_id FROM document_files WHERE quote_id IS NOT NULL",
    "invoiced_licenses": "SELECT license_order_id FROM invoices WHERE license_order_id IS NOT NULL",
    "invoiced_credits": "SELECT credit_order_id FROM invoices WHERE credit_order_id IS NOT NULL",
    "branch_license": "SELECT l.id FROM licenses l JOIN projects p ON p.id = l.project_id WHERE p.name = 'Branch'",
}


def table_of(constraint: str) -> str:
    return max((table for table in TABLES if constraint.startswith(f"{table}_")), key=len)


@pytest.mark.parametrize("table", sorted(OWN - ONE_ROW - ONE_EACH - SUMMED - TRIGGERED))
def test_a_right_row_is_taken(books: dict[str, Session], table: str) -> None:
    """The rows below are refused for what is wrong with them, and for nothing else."""
    assert done(books["app"], like(books["app"], table)) == 1


@pytest.mark.parametrize(("sqlstate", "constraint", "changes"), BREAKS)
def test_a_wrong_row_is_refused_by_its_constraint_whoever_writes_it(
    books: dict[str, Session], sqlstate: str, constraint: str, changes: dict[str, Any]
) -> None:
    for session in books.values():
        wrong = {name: ask(session, _REFERRED[v])[0] if str(v) in _REFERRED else v for name, v in changes.items()}
        error = refusal(session, like(session, table_of(constraint), **wrong))
        assert (error.sqlstate, name_in(error)) == (sqlstate, constraint)


def test_a_transfer_of_nothing_is_refused_twice_over(books: dict[str, Session]) -> None:
    """Lots that are positive and add up are enough; the amount itself is checked all the same."""
    session = books["owner"]
    nothing = like(session, "transfers", ssc=0, lots=[1], lot_ssc=[0])
    alone = "ALTER TABLE transfers DROP CONSTRAINT transfers_lots_positive"
    assert name_in(refusal(session, alone, nothing)) == "transfers_positive"


def name_in(error: psycopg.Error) -> str | None:
    """The constraint of an error, as it is called in the whole table; what a trigger raises names itself there."""
    if error.diag.constraint_name:
        return error.diag.constraint_name.removesuffix("_first")
    return "memberships_role_fits" if "function check_role()" in (error.diag.context or "") else None


def test_each_constraint_has_been_tried(books: dict[str, Session]) -> None:
    """A new constraint needs a line in BREAKS; those that Django adds for types are tried below, one and all."""
    found = books["superuser"].execute(
        "SELECT conrelid::regclass::text AS t, conname AS c FROM pg_constraint WHERE contype IN ('c', 'u', 'x')"
        " AND connamespace = 'public'::regnamespace UNION"
        " SELECT indrelid::regclass::text, indexrelid::regclass::text FROM pg_index JOIN pg_class ON oid = indexrelid"
        " WHERE indisunique AND NOT indisprimary AND relnamespace = 'public'::regnamespace UNION"
        " SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal"
    )
    own = {row["c"] for row in found.fetchall() if row["t"] in OWN}
    tried = (
        {constraint for _, constraint, _ in BREAKS}
        | {"transfers_positive"}
        | {f"{table}_append_only" for table in APPEND_ONLY}
        | {f"{table}_withdrawn_only" for table in WITHDRAWN_ONLY}  # tried in test_rights
        | {"activity_is_event", "settlements_are_events", "invoices_are_events"}  # so do these
        | {"activations_sum", "transfers_noted"}  # they write, and refuse nothing
        | {f"{table}_mark" for table in MARKED}  # so do these
        | {"contracts_way", "contracts_cover", "contracts_cover_new", "license_lines_cover"}  # of changes: below
        | {"license_types_stay", "releases_stand", "release_needs_stand", "organisations_party"}  # and these
        | {"license_files_major_once", "artifacts_stand", "outbox_keeps_waiting"}  # and these
        | {f"{table}_once_{done}" for table, done in ONCE}
        | {"quotes_contract_id_key", "credit_orders_quote_id_key"}  # of two rows: below
        | {"quotes_terms"}  # of changes: below
        | MONEY_WRITING
        | {"payments_allocated", "payments_moved", "payments_returned"}  # of sums, as all of claims: test_money
        | {f"claims_{name}" for name in ("allocated", "given_up", "gross", "kind", "noted")}
        | {f"{table}_{guard}" for table in FROZEN for guard in ("kept", "frozen", "decided")}  # below
        | {
            "branches_of_product",
            "devices_of_project",
            "licenses_of_project",
            "terms_documents_of_version",
        }  # keys for others': no row breaks them alone
    )
    assert own - {name for name in own if name.endswith("_check")} - tried == set()
    keys = {"transfers_corrected_once"}  # the key of corrected_transfers
    assert {name for name in tried - own if not name.endswith("_pkey")} == keys


def test_a_count_below_zero_is_refused_everywhere(books: dict[str, Session]) -> None:
    """The checks that Django adds for numbers that are never negative."""
    added = books["app"].execute(
        "SELECT conrelid::regclass::text AS t, a.attname AS c FROM pg_constraint JOIN pg_attribute a"
        " ON attrelid = conrelid AND attnum = conkey[1] WHERE contype = 'c' AND conname LIKE '%\\_check'"
        " AND connamespace = 'public'::regnamespace"
    )
    columns = [(row["t"], row["c"]) for row in added.fetchall() if row["t"] in TABLES]
    assert len(columns) > 20
    for table, column in columns:
        assert refusal(books["app"], like(books["app"], table, **{column: -1})).sqlstate == CHECK, (table, column)


QUICKER = {
    ("continuations", "contract_id"),
    ("fees", "payment_return_id"),
    ("payment_moves", "payment_id"),
    ("payment_moves", "to_id"),
    ("payments", "payer_id"),
    ("refunds", "sent_in_id"),
    ("invoice_sections", "invoice_id"),
    ("memberships", "organisation_id"),
    ("organisations", "party_id"),
    ("organisations", "treatment_id"),
    ("terms_acceptances", "deed_id"),
    ("terms_acceptances", "organisation_id"),
}
"""Where a trigger refuses before the column does, or sets it."""


def test_a_row_that_points_nowhere_is_refused_everywhere(books: dict[str, Session]) -> None:
    found = books["app"].execute(
        "SELECT conrelid::regclass::text AS t, a.attname AS c FROM pg_constraint JOIN pg_attribute a"
        " ON attrelid = conrelid AND attnum = conkey[1] WHERE contype = 'f' AND conparentid = 0"
        " AND connamespace = 'public'::regnamespace"
    )
    keys = [(row["t"], row["c"]) for row in found.fetchall() if row["t"] in TABLES]
    assert len(keys) > 20
    for table, column in keys:
        if (table, column) in QUICKER:
            continue
        with_it = {
            "accepted_by_id": {"accepted_at": NOW},
            "product_id": {"major": "14"},
            "quote_id": {"invoice_id": None},
            "letter_id": {"invoice_id": None},
            "settlement_id": {"position": 777},
            "credit_order_id": {"settlement": None, "reason": "order"},
            "license_order_id": {"settlement": None, "reason": "order"},
            "contract_id": {
                "accepted_on": NOW.date(),
                "accepted_at": NOW,
                "about": "contract",
                "option": "annual_yearly",
            },
        }.get(column, {})
        with_it = {name: value for name, value in with_it.items() if name in existing(books["app"], table)}
        nowhere = like(books["app"], table, **{column: 0 if table == "job_causes" else NOBODY}, **with_it)
        assert refusal(books["app"], nowhere).sqlstate == FOREIGN, (table, column)


def test_what_must_be_there_is_there(books: dict[str, Session]) -> None:
    """Each column that is not empty anywhere in the models is NOT NULL in the database."""
    for table in TABLES:
        needed = ask(
            books["app"],
            "SELECT attname FROM pg_attribute WHERE attnum > 0 AND attnotnull AND NOT attisdropped"
            f" AND attrelid = '{table}'::regclass",
        )
        for column in needed:
            error = refusal(books["app"], like(books["app"], table, **{column: None}))
            if (table, column) in QUICKER and error.sqlstate == CHECK:
                continue
            assert error.sqlstate == EMPTY, (table, column)


# ---- changes of rows that may change

# Reverse charge is for a VAT ID: it goes only once another treatment is set.
WITHOUT_VAT_ID = """
UPDATE organisations SET vat_id = 'ATU13585627' WHERE kind = 'customer';
INSERT INTO vat_treatments (id, organisation_id, version, starts_on, treatment, rate_class, vat_id, confirmation,
    confirmed_on, source, set_at)
SELECT gen_random_uuid(), id, 99, '2026-01-01', 'reverse_charge', '', vat_id, '1', '2026-01-01', 'BZSt', now()
FROM organisations WHERE kind = 'customer';
UPDATE organisations SET vat_id = '' WHERE kind = 'customer';
"""


@pytest.mark.parametrize(
    ("statement", "constraint"),
    [
        ("UPDATE projects SET free = free - 1000000", "projects_free_not_negative"),
        (WITHOUT_VAT_ID, "organisations_party"),
        ("UPDATE projects SET held = held - 1", "projects_held_not_negative"),
        ("UPDATE lots SET free = free - 1000000", "lots_amounts"),
        ("UPDATE lots SET free = ssc + 1", "lots_within"),
        ("UPDATE contracts SET booked_until = start - 1", "contracts_days"),
        ("UPDATE contracts SET status = 'ending', ends_on = NULL", "contracts_ending"),
        ("UPDATE contracts SET status = 'in_review', booked_until = start", "contracts_way"),
        ("UPDATE contracts SET status = 'ended', ends_on = booked_until", "contracts_way"),
        ("UPDATE license_lines SET ended_on = NULL", "license_lines_one_open"),
        ("UPDATE license_lines SET ended_on = added_on", "license_lines_cover"),
        ("UPDATE license_lines SET confirmed = false", "license_lines_cover"),
        ("UPDATE activation_keys SET redeemed_by_id = NULL", "activation_keys_redeemed"),
        ("UPDATE users SET email = upper(email)", "users_email_lower"),
        ("UPDATE memberships SET role = 'admin'", "memberships_role_fits"),
        ("UPDATE projects SET name = 'Office'", "projects_name_once"),
        (
            "UPDATE quotes SET accepted_on = '2030-02-01', accepted_at = made_at"
            " WHERE accepted_at IS NULL AND withdrawn_at IS NULL",
            "quotes_terms",
        ),
    ],
)
def test_a_change_to_something_wrong_is_refused_whoever_makes_it(
    books: dict[str, Session], statement: str, constraint: str
) -> None:
    assert [name_in(refusal(session, statement)) for session in books.values()] == [constraint] * 3


def test_a_contract_neither_begins_nor_goes_on_with_nothing_to_cover(books: dict[str, Session]) -> None:
    """In review a license that was requested with it is enough; once it is approved it must be confirmed."""
    session = books["app"]
    (branch,) = ask(session, "SELECT id FROM projects WHERE name = 'Branch'")
    concluded = {"project_id": branch, "status": "in_review", "booked_until": START, "ends_on": None}
    ended = f"UPDATE license_lines SET ended_on = added_on WHERE project_id = '{branch}'"
    assert done(session, ended) == 2
    later = "SET CONSTRAINTS ALL IMMEDIATE"
    assert name_in(refusal(session, ended, later, like(session, "contracts", **concluded))) == "contracts_cover_new"

    requested = f"UPDATE license_lines SET confirmed = false WHERE project_id = '{branch}'"
    waits = (requested, like(session, "contracts", **concluded, requested=[1]), later)
    approved = f"UPDATE contracts SET status = 'active' WHERE project_id = '{branch}'"
    assert name_in(refusal(session, *waits, approved)) == "contracts_cover"
    confirmed = f"UPDATE license_lines SET confirmed = true WHERE project_id = '{branch}'"
    assert done(session, *waits, confirmed, approved) == 1


def test_how_a_type_stands_to_ssa_stays_once_there_is_a_license(books: dict[str, Session]) -> None:
    for session in books.values():
        error = refusal(session, "UPDATE license_types SET ssa = 'none' WHERE code = 'PORT'")
        assert name_in(error) == "license_types_stay"
    new = like(books["app"], "license_types")
    assert done(books["app"], new, "UPDATE license_types SET ssa = 'none' WHERE code = 'ANOTHER'") == 1


MARKED = importlib.import_module("autossa.store.migrations.0029_vendor_mark").MARKED
ONCE = [
    ("devices", "gone"),
    ("activations", "ended"),
    ("device_credentials", "revoked"),
    ("device_codes", "used"),
    ("license_files", "confirmed"),
    ("signing_keys", "revoked"),
]
HAPPENED = {
    "devices": "gone_on = '2100-01-01', departure = 'removed'",
    "activations": "ended_on = '2100-01-01', ending = 'released'",
    "device_credentials": "revoked_at = '2100-01-01'",
    "device_codes": "used_at = expires_at",
    "license_files": "confirmed_at = '2100-01-01'",
    "signing_keys": "retired_at = '2100-01-01', revoked_at = '2100-01-01', revocation = 'It leaked'",
}


@pytest.mark.parametrize(("table", "happens"), ONCE)
def test_what_happens_once_neither_happens_again_nor_is_undone(
    books: dict[str, Session], table: str, happens: str
) -> None:
    happened = f"UPDATE {table} SET {HAPPENED[table]}"
    assert done(books["app"], happened) > 0
    for session in books.values():
        assert name_in(refusal(session, happened, happened)) == f"{table}_once_{happens}"


def test_a_quote_is_ordered_once_and_a_contract_is_of_one_quote(books: dict[str, Session]) -> None:
    session = books["app"]
    (quote,), (contract,) = (ask(session, f"SELECT id FROM {table} LIMIT 1") for table in ("quotes", "contracts"))
    ordered = [like(session, "credit_orders", quote_id=quote) for _ in range(2)]
    assert name_in(refusal(session, *ordered)) == "credit_orders_quote_id_key"
    given = {"about": "contract", "option": "annual_yearly", "contract_id": contract}
    given |= {"accepted_at": NOW, "accepted_on": NOW.date()}
    concluded = [like(session, "quotes", number=number, **given) for number in (998, 999)]
    assert name_in(refusal(session, *concluded)) == "quotes_contract_id_key"


FROZEN: dict[str, tuple[str, str, str]] = {
    # a change of what is frozen, what may happen once, of which rows
    "license_orders": ("currency = 'XXX'", "state = 'declined', decided_at = ordered_at", "state = 'open'"),
    "license_order_lines": (
        "quantity = quantity + 1",
        "license_id = (SELECT id FROM licenses WHERE code = 'L2' LIMIT 1)",
        "license_id IS NULL",
    ),
    "quotes": ("valid_until = valid_until + 1", "withdrawn_at = made_at", "accepted_at IS NULL"),
    "consents": ("email = 'x@example.com'", "withdrawn_at = asked_at", "withdrawn_at IS NULL"),
    **MONEY_FROZEN,
}


@pytest.mark.parametrize("table", list(FROZEN))
def test_what_was_ordered_or_quoted_is_frozen_and_decided_once(books: dict[str, Session], table: str) -> None:
    other, happens, where = FROZEN[table]
    happened = f"UPDATE {table} SET {happens} WHERE {where}"
    for session in (books["owner"], books["superuser"]):
        assert name_in(refusal(session, f"UPDATE {table} SET {other} WHERE {where}")) == f"{table}_frozen"
        again = f"UPDATE {table} SET {happens} WHERE NOT ({where})"
        assert name_in(refusal(session, happened, again)) == f"{table}_decided"
        assert refusal(session, f"DELETE FROM {table}").sqlstate == GUARD


def test_a_master_is_no_standby_itself(books: dict[str, Session]) -> None:
    for session in books.values():
        masters = "UPDATE devices SET parent_id = (SELECT id FROM devices WHERE name = 'Spare') WHERE name = 'PBX'"
        assert name_in(refusal(session, masters)) == "devices_standby"


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("devices_parent_of_project", {"parent_id": "master", "project_id": "branch"}),
        ("activations_device_of_project", {"project_id": "branch", "license_id": "branch_license"}),
        ("activations_license_of_project", {"license_id": "branch_license"}),
        ("license_files_device_of_project", {"project_id": "branch"}),
    ],
)
def test_nothing_is_of_two_projects(books: dict[str, Session], constraint: str, changes: dict[str, str]) -> None:
    for session in books.values():
        wrong = {name: ask(session, _REFERRED[value])[0] for name, value in changes.items()}
        assert name_in(refusal(session, like(session, table_of(constraint), **wrong))) == constraint


def test_a_major_version_is_issued_once_for_a_project(books: dict[str, Session]) -> None:
    session = books["app"]
    (product,) = ask(session, "SELECT id FROM products WHERE code = 'PBX'")
    first = like(session, "license_files", product_id=product, major="14")
    second = like(session, "license_files", product_id=product, major="14", serial=1000)
    assert name_in(refusal(session, first, second)) == "license_files_major_once"


def test_files_of_a_published_release_stay(books: dict[str, Session]) -> None:
    for session in books.values():
        assert name_in(refusal(session, PUBLISHED, "DELETE FROM artifacts")) == "artifacts_stand"
    assert done(books["app"], "DELETE FROM artifacts") == 1


PUBLISHED = "UPDATE releases SET published_at = now(), released_on = '2026-05-01'"


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM releases",
        "UPDATE releases SET published_at = NULL",
        "UPDATE releases SET version = '15'",
        "UPDATE releases SET released_on = '2026-04-30'",
        "UPDATE releases SET release_class = 'security'",
    ],
)
def test_what_is_out_stays_as_it_was_published(books: dict[str, Session], statement: str) -> None:
    for who in ("app", "owner"):
        forget = "DELETE FROM release_needs; DELETE FROM artifacts"
        assert name_in(refusal(books[who], forget, PUBLISHED, statement)) == "releases_stand"
        assert done(books[who], forget, statement) == 1


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM release_needs",
        "UPDATE release_needs SET need = CASE need WHEN 'install' THEN 'feature' ELSE 'install' END",
        "INSERT INTO release_needs (release_id, license_type_id, need)"
        " SELECT release_id, license_type_id, CASE need WHEN 'install' THEN 'feature' ELSE 'install' END"
        " FROM release_needs",
    ],
)
def test_what_is_out_needs_what_it_needed(books: dict[str, Session], statement: str) -> None:
    assert name_in(refusal(books["owner"], PUBLISHED, statement)) == "release_needs_stand"
    assert done(books["owner"], statement) == 1


def test_a_promise_is_kept_and_a_withdrawal_stays(books: dict[str, Session]) -> None:
    session = books["app"]
    promised = "UPDATE releases SET entitled_as_of = '2026-03-01', entitled_reason = 'promised'"
    later = "UPDATE releases SET entitled_as_of = '2026-03-02'"
    earlier = "UPDATE releases SET entitled_as_of = '2026-02-01'"
    assert name_in(refusal(session, PUBLISHED, promised, later)) == "releases_stand"
    assert done(session, PUBLISHED, promised, earlier) == 1
    gone = "UPDATE releases SET withdrawn_on = '2026-05-02', withdrawal = 'It loses calls'"
    back = "UPDATE releases SET withdrawn_on = NULL, withdrawal = ''"
    assert name_in(refusal(session, PUBLISHED, gone, back)) == "releases_stand"


def test_the_branch_of_a_release_is_one_of_its_product(books: dict[str, Session]) -> None:
    session = books["app"]
    other = like(session, "products")
    moved = "UPDATE releases SET product_id = (SELECT id FROM products WHERE code = 'ANOTHER')"
    assert name_in(refusal(session, other, moved)) == "releases_branch_of_product"


def test_the_database_knows_the_same_ways_of_states_as_the_rules(books: dict[str, Session]) -> None:
    (source,) = ask(books["owner"], "SELECT prosrc FROM pg_proc WHERE proname = 'check_contract_way'")
    ways = {(before.value, after.value) for before, then in NEXT.items() if before for after in then}
    assert set(re.findall(r"\('(\w+)', '(\w+)'\)", source)) == ways


def test_the_same_days_can_be_covered_in_two_projects_and_once_more_next_to_each_other(
    books: dict[str, Session],
) -> None:
    session = books["app"]
    there = existing(session, "coverage")
    (other,) = ask(session, f"SELECT id FROM projects WHERE id <> '{there['project_id']}' LIMIT 1")
    assert done(session, like(session, "coverage", days=..., project_id=other)) == 1
    day = date(2100, 1, 1)
    beside = [like(session, "coverage", days=DateRange(day.replace(month=m), day.replace(month=m + 1))) for m in (1, 2)]
    assert done(session, *beside) == 1
    across = like(session, "coverage", days=DateRange(day.replace(day=31), day.replace(month=3)))
    assert refusal(session, beside[0], across).sqlstate == OVERLAP
