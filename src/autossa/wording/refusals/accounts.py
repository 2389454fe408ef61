"""Accounts: registrations, tokens, sessions, erasure."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

ERRORS: dict[str, Promise] = {
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
    "webhook_not_found": gettext_lazy("This endpoint no longer exists."),
    "webhook_address_wrong": gettext_lazy(
        "This address cannot be called. It must be a public address with HTTPS on port 443, without a password in it."
    ),
    "webhook_address_taken": gettext_lazy("This organisation already has an endpoint with this address."),
    "unknown_event_type": gettext_lazy("There is no event type %(type)s."),
    "too_many_webhooks": gettext_lazy("An organisation has at most %(most)s endpoints. Remove one first."),
    "webhook_disabled": gettext_lazy("This endpoint is switched off. Switch it on first."),
    "event_not_found": gettext_lazy("There is no such event."),
    "calendar_not_found": gettext_lazy("This calendar address no longer exists."),
    "too_many_calendars": gettext_lazy("You have %(most)s calendar addresses. Revoke one first."),
    "unknown_scope": gettext_lazy("Select at least one scope."),
}
