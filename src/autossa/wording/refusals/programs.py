"""What programs are told: whose token it is not, what cannot be read, what was asked before."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

ERRORS: dict[str, Promise] = {
    "token_not_valid": gettext_lazy(
        "This token is not valid, or it was revoked. Send a valid one in the header Authorization, after the word"
        " Bearer."
    ),
    "scope_missing": gettext_lazy("This token lacks the scope %(scope)s. Create one that has it."),
    "request_key_unclear": gettext_lazy("An Idempotency-Key has 1 to %(most)s characters, without blanks."),
    "request_key_used": gettext_lazy(
        "This Idempotency-Key was used for another request within the last day. Take another key."
    ),
    "request_in_flight": gettext_lazy(
        "The request with this Idempotency-Key is being answered at this moment. Ask again in a second."
    ),
    "version_needed": gettext_lazy("Say in the header If-Match which version you change: the ETag of the GET before."),
    "not_in_list": gettext_lazy("This ID is not in the list. Begin at the first page."),
    "one_way_only": gettext_lazy("Give starting_after or ending_before, not both."),
    "no_day_of_calendar": gettext_lazy("The calendar has the days of the next twelve months."),
    "unknown_id": gettext_lazy("There is no such thing, or it is not yours."),
    "not_found": gettext_lazy("There is nothing at this address, or it is not yours."),
    "policy_invalid": gettext_lazy("These values do not go together: %(why)s."),
    "no_such_partner": gettext_lazy("There is no partner with this number. Ask the partner for its number."),
    "stays_parked": gettext_lazy("It failed again and stays parked: %(cause)s"),
    "content_invalid": gettext_lazy("Give a document either as a text or as a PDF in Base64."),
    "logo_not_base64": gettext_lazy("A logo is sent in Base64."),
    "https_needed": gettext_lazy("Use HTTPS: what is sent here is secret."),
    "bad_request": gettext_lazy(
        "This request cannot be read. A body is one JSON object in UTF-8, or a form with the file where one is sent."
    ),
    "method_not_allowed": gettext_lazy("This address answers %(allowed)s."),
    "not_valid": gettext_lazy("The request is not as the API's document says."),
    "server_error": gettext_lazy("Something went wrong here; nothing was done. Try again later."),
}
