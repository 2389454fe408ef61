"""Accounts: what tokens may do, what protects somebody's login."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from autossa.wording.languages import say

SCOPE: dict[str, Promise] = {
    "read": gettext_lazy("Read"),
    "licenses": gettext_lazy("Licenses"),
    "contracts": gettext_lazy("Contracts"),
    "billing": gettext_lazy("Billing"),
    "administration": gettext_lazy("Administration"),
}

SCOPE_NOTE: dict[str, Promise] = {
    "read": gettext_lazy("See projects, licenses, contracts; credits and invoices where you may."),
    "licenses": gettext_lazy("Request, activate and give up licenses, redeem keys."),
    "contracts": gettext_lazy("Conclude and cancel contracts."),
    "billing": gettext_lazy("Order credits and licenses, accept quotes, pay; for staff also payments and books."),
    "administration": gettext_lazy("Organisations, people, partners' rights; for staff also catalogue and runs."),
}

ACCOUNT_CHANGE: dict[str, Promise] = {
    "password_changed": gettext_lazy("the password was changed"),
    "address_changed": gettext_lazy("the e-mail address was changed"),
    "app_added": gettext_lazy("an authenticator app was set up"),
    "app_removed": gettext_lazy("the authenticator app was removed"),
    "passkey_added": gettext_lazy("a passkey was set up"),
    "passkey_removed": gettext_lazy("a passkey was removed"),
    "codes_made": gettext_lazy("new recovery codes were created"),
}


def account_change(code: str, language: str = "") -> str:
    """What was changed that protects an account."""
    return say(ACCOUNT_CHANGE[code], language)
