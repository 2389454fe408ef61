"""Organisations, their people, contacts and who they hand projects to."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

ERRORS: dict[str, Promise] = {
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
    "vendor_exists": gettext_lazy("There is only one vendor. Add a partner or a customer."),
    "vendor_not_suspendable": gettext_lazy("The vendor cannot be suspended."),
}
