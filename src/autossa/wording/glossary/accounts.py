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


WEBHOOK_STATE: dict[str, Promise] = {
    "new": gettext_lazy("Not called yet"),
    "good": gettext_lazy("Working"),
    "failing": gettext_lazy("Failing"),
    "disabled": gettext_lazy("Switched off"),
}

WEBHOOK_TONE: dict[str, str] = {"new": "info", "good": "ok", "failing": "warn", "disabled": "muted"}

WEBHOOK_WHY: dict[str, Promise] = {
    "by_hand": gettext_lazy("switched off manually"),
    "gone": gettext_lazy("the receiver answered that it is gone (410)"),
    "unreachable": gettext_lazy("no call succeeded for 75 hours"),
}

DELIVERY_STATE: dict[str, Promise] = {
    "waiting": gettext_lazy("Waiting to be sent"),
    "delivered": gettext_lazy("Delivered"),
    "failed": gettext_lazy("Failed"),
    "dropped": gettext_lazy("Not sent"),
}

DELIVERY_TONE: dict[str, str] = {"waiting": "info", "delivered": "ok", "failed": "danger", "dropped": "muted"}

CALL_FAILURE: dict[str, Promise] = {
    "not_public": gettext_lazy("the address is not a public one"),
    "not_https": gettext_lazy("the address is not HTTPS"),
    "port": gettext_lazy("the port is not allowed"),
    "unreadable": gettext_lazy("the address cannot be read"),
    "with_password": gettext_lazy("the address contains a password"),
    "name": gettext_lazy("the name cannot be resolved"),
    "refused": gettext_lazy("the connection was refused"),
    "tls": gettext_lazy("the certificate or encryption was not accepted"),
    "timeout": gettext_lazy("no answer within 20 seconds"),
    "broken": gettext_lazy("the connection broke"),
}


def webhook_why(code: str, language: str = "") -> str:
    """Why an endpoint is called no more."""
    return say(WEBHOOK_WHY[code], language)


def account_change(code: str, language: str = "") -> str:
    """What was changed that protects an account."""
    return say(ACCOUNT_CHANGE[code], language)
