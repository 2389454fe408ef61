"""A mail's values, all samples, so that a text can be looked at before it is ever sent."""

from autossa.notify import links
from autossa.notify.mail.placeholders import MAILS, PLACEHOLDERS

_SAMPLE_ID = "prj_01kbn8vz5ce9qv0000000000sa"
_SAMPLE_ORGANISATION = "org_01kbn8vz5ce9qv0000000000sa"
_PATHS = {  # where the others lead to the project
    "invitation": links.invitation("the-secret-of-the-link"),
    "credits_ordered": links.orders(),
    "credits_confirmed": links.credits(_SAMPLE_ID),
    "credits_booked": links.credits(_SAMPLE_ID),
    "credits_declined": links.credits(_SAMPLE_ID),
    "contract_not_continued": links.lapsed(_SAMPLE_ID),
    "licenses_ordered": links.orders(),
    "license_order_confirmed": links.project_orders(_SAMPLE_ID),
    "license_order_booked": links.project_orders(_SAMPLE_ID),
    "license_order_declined": links.project_orders(_SAMPLE_ID),
    "quote_approval": links.approval("the-secret-of-the-link"),
    "quote_accepted": links.quote(_SAMPLE_ID, "quo_01kbn8vz5ce9qv0000000000sa"),
    "quote_declined": links.quote(_SAMPLE_ID, "quo_01kbn8vz5ce9qv0000000000sa"),
    "access_requested": links.access_requests(_SAMPLE_ORGANISATION),
    "access_declined": links.customers(_SAMPLE_ORGANISATION),
    "licenses_requested": links.confirm_licenses(_SAMPLE_ID),
    "licenses_confirmed": links.licenses(_SAMPLE_ID),
    "license_refused": links.licenses(_SAMPLE_ID),
    "payment_returned": links.account(_SAMPLE_ORGANISATION),
    "paid_order_not_booked": links.project_orders(_SAMPLE_ID),
    "refund_approved": links.account(_SAMPLE_ORGANISATION),
    "terms_announced": links.TERMS,
    "terms_withdrawn": links.TERMS,
    "license_file_issued": links.license_files(_SAMPLE_ID),
}


def sample_values(key: str, language: str, vendor: str, base_url: str) -> dict[str, str]:
    """A value for each placeholder of a mail. Raises KeyError for a mail that does not exist."""
    values = {name: PLACEHOLDERS[name].sample(language) for name in MAILS[key].known}
    values |= {"vendor": vendor, "link": f"{base_url}{_PATHS.get(key, links.project(_SAMPLE_ID))}"}
    if key == "payer_refused":
        values["payer"] = values["customer"]  # it pays as before
    if key in ("handed_over", "hand_over_revoked"):
        values["receiver"] = ""  # as the partner reads it
    if key in ("licenses_requested", "licenses_confirmed"):
        values["licenses"] = PLACEHOLDERS["license"].sample(language)  # all of them are, or none
    return values
