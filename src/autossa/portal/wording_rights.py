"""The words for people, organisations and rights; `wording` shows them beside its own."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from autossa.domain.rights import Kind, Right, Role
from autossa.queries.organisations.organisations import Standing

KIND: dict[Kind, Promise] = {
    Kind.VENDOR: gettext_lazy("Vendor"),
    Kind.PARTNER: gettext_lazy("Partner"),
    Kind.CUSTOMER: gettext_lazy("Customer"),
}

STANDING: dict[Standing, Promise] = {
    Standing.ALL: gettext_lazy("All"),
    Standing.UNVERIFIED: gettext_lazy("Not verified"),
    Standing.VERIFIED: gettext_lazy("Verified"),
    Standing.SUSPENDED: pgettext_lazy("organisation", "Suspended"),
    Standing.MERGED: gettext_lazy("Merged"),
}

STANDING_TONE: dict[Standing, str] = {
    Standing.ALL: "muted",
    Standing.UNVERIFIED: "warn",
    Standing.VERIFIED: "ok",
    Standing.SUSPENDED: "danger",
    Standing.MERGED: "muted",
}

ROLE_NOTE: dict[Role, Promise] = {
    Role.OWNER: gettext_lazy("Everything, and who belongs to the organisation."),
    Role.MANAGER: gettext_lazy("Licenses, contracts, credits and billing; not the people."),
    Role.VIEWER: gettext_lazy("Sees everything, changes nothing."),
    Role.ADMIN: gettext_lazy("Everything that vendor staff can do, and who belongs to it."),
    Role.REVIEWER: gettext_lazy("Reviews contracts, adds licenses, verifies organisations."),
    Role.FINANCE: gettext_lazy("Suspends contracts, corrects bookings, starts runs."),
    Role.SUPPORT: gettext_lazy("Sees everything, and can act on behalf of a customer."),
}

RIGHT: dict[Right, Promise] = {
    Right.LICENSES: gettext_lazy("Licenses"),
    Right.CONTRACTS: gettext_lazy("Contracts"),
    Right.BILLING: gettext_lazy("Billing"),
}

RIGHT_NOTE: dict[Right, Promise] = {
    Right.LICENSES: gettext_lazy("Request, activate and return licenses, redeem keys."),
    Right.CONTRACTS: gettext_lazy(
        "Conclude, withdraw, cancel, extend by hand; see credits, invoices and the activity."
    ),
    Right.BILLING: gettext_lazy("Top up credits, change who pays; see credits and invoices."),
}

PURPOSE: dict[str, Promise] = {
    "admin": gettext_lazy("Administration"),
    "billing": gettext_lazy("Billing"),
    "license": gettext_lazy("Licenses"),
}

PURPOSE_NOTE: dict[str, Promise] = {
    "admin": gettext_lazy("Contracts, notices, hand-overs"),
    "billing": gettext_lazy("Invoices, charges to come"),
    "license": gettext_lazy("Licenses and keys"),
}

SCOPE: dict[str, Promise] = {
    "read": gettext_lazy("Read"),
    "licenses": gettext_lazy("Licenses"),
    "contracts": gettext_lazy("Contracts"),
    "billing": gettext_lazy("Billing"),
}

SCOPE_NOTE: dict[str, Promise] = {
    "read": gettext_lazy("See projects, licenses, contracts; credits and invoices where you may."),
    "licenses": gettext_lazy("Request, activate and return licenses, redeem keys."),
    "contracts": gettext_lazy("Conclude and cancel contracts."),
    "billing": gettext_lazy("Top up credits."),
}

ACTION: dict[str, Promise] = {
    "act_on_behalf": gettext_lazy("Began to act on behalf"),
    "stop_acting": gettext_lazy("Stopped acting on behalf"),
    "create_account": gettext_lazy("Account made"),
    "register": gettext_lazy("Company registered"),
    "create_organisation": gettext_lazy("Organisation created"),
    "edit_organisation": gettext_lazy("Address or VAT id changed"),
    "set_terms": gettext_lazy("Name, number or VAT rate changed"),
    "verify_organisation": gettext_lazy("Organisation verified"),
    "suspend_organisation": gettext_lazy("Organisation suspended"),
    "restore_organisation": gettext_lazy("Suspension of the organisation lifted"),
    "merge_organisations": gettext_lazy("Organisations merged"),
    "add_contact": gettext_lazy("Contact added"),
    "change_contact": gettext_lazy("Contact changed"),
    "remove_contact": gettext_lazy("Contact removed"),
    "invite": gettext_lazy("Person invited"),
    "withdraw_invitation": gettext_lazy("Invitation withdrawn"),
    "join_organisation": gettext_lazy("Person joined"),
    "change_role": gettext_lazy("Role changed"),
    "remove_member": gettext_lazy("Person removed"),
    "leave": gettext_lazy("Person left"),
    "suspend_user": gettext_lazy("Person shut out"),
    "restore_user": gettext_lazy("Person let in again"),
    "hand_over": gettext_lazy("Rights handed over"),
    "revoke_hand_over": gettext_lazy("Rights taken back"),
    "ask_payer": gettext_lazy("Change of the payer asked for"),
    "confirm_payer": gettext_lazy("Change of the payer agreed to"),
    "refuse_payer": gettext_lazy("Change of the payer refused"),
    "payer_fell_back": gettext_lazy("The customer pays again: the partner's term has ended"),
    "withdraw_payer": gettext_lazy("Change of the payer withdrawn"),
    "make_token": gettext_lazy("API token made"),
    "revoke_token": gettext_lazy("API token revoked"),
    "end_session": gettext_lazy("Session ended"),
    "end_other_sessions": gettext_lazy("Other sessions ended"),
    "make_key": gettext_lazy("Activation key made"),
    "add_license_type": gettext_lazy("License type added"),
    "add_price_list": gettext_lazy("Price list added"),
    "set_price": gettext_lazy("Price set"),
    "set_rate": gettext_lazy("Rate set"),
    "set_policy": gettext_lazy("Policy set"),
    "set_vendor": gettext_lazy("Name, colour, logo, time zone or how to pay changed"),
    "start_run": gettext_lazy("Run started by hand"),
    "edit_mail_text": gettext_lazy("Mail text changed"),
    "reset_mail_text": gettext_lazy("Shipped mail text restored"),
    "send_test_mail": gettext_lazy("Test mail sent"),
    "retry_message": gettext_lazy("Mail tried again"),
    "retry_messages": gettext_lazy("Parked mails tried again"),
}
