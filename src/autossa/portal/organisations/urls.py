"""Addresses of organisations, their people, partners and customers, and what staff does with them."""

from django.urls import path

from autossa.portal.organisations import (
    access_requests,
    create,
    customers,
    delegations,
    people,
    staff,
    staff_people,
    verification,
    views,
)

_ORG = "organisations/<str:organisation_id>/"

urlpatterns = [
    # ---- an organisation
    path("organisations/", views.mine, name="organisations"),
    path(_ORG, views.overview, name="organisation"),
    path(f"{_ORG}edit/", views.edit, name="edit_organisation"),
    path(f"{_ORG}history/", views.history, name="billing_history"),
    path(f"{_ORG}contacts/new/", views.add_contact, name="add_contact"),
    path(f"{_ORG}contacts/<str:contact_id>/", views.edit_contact, name="edit_contact"),
    path(f"{_ORG}contacts/<str:contact_id>/remove/", views.remove_contact, name="remove_contact"),
    # ---- its people
    path(f"{_ORG}people/", people.overview, name="people"),
    path(f"{_ORG}people/invite/", people.invite, name="invite"),
    path(f"{_ORG}people/owner/", people.invite_owner, name="invite_owner"),
    path(f"{_ORG}people/leave/", people.leave, name="leave"),
    path(f"{_ORG}people/<str:member_id>/", people.change, name="member"),
    path(f"{_ORG}people/<str:member_id>/remove/", people.remove, name="remove_member"),
    path(f"{_ORG}invitations/<str:invitation_id>/withdraw/", people.withdraw, name="withdraw_invitation"),
    path(f"{_ORG}invitations/<str:invitation_id>/renew/", people.renew, name="renew_invitation"),
    path(f"{_ORG}people/admissions/<str:admission_id>/", people.admit, name="admit"),
    # ---- a customer's delegations, a partner's customers
    path(f"{_ORG}handovers/", delegations.overview, name="hand_overs"),
    path(f"{_ORG}handovers/new/", delegations.give, name="hand_over"),
    path(f"{_ORG}handovers/<str:hand_over_id>/revoke/", delegations.revoke, name="revoke_hand_over"),
    path(f"{_ORG}handovers/requests/<str:request_id>/", access_requests.answer, name="answer_access"),
    path(f"{_ORG}customers/", customers.overview, name="customers"),
    path(f"{_ORG}invoices/sums/", customers.invoices, name="partner_invoices"),
    path(f"{_ORG}customers/invite/", customers.invite, name="invite_customer"),
    path(f"{_ORG}customers/<str:customer_id>/ask/", access_requests.ask, name="ask_access"),
    # ---- vendor staff
    path("staff/organisations/", staff.list_all, name="staff_organisations"),
    path("staff/organisations/new/", create.enter, name="enter_organisation"),
    path(f"{_ORG}verify/", verification.verify, name="verify_organisation"),
    path(f"{_ORG}vat/", verification.treatment, name="organisation_vat"),
    path(f"{_ORG}terms/", staff.terms, name="organisation_terms"),
    path(f"{_ORG}suspend/", staff.suspend, name="suspend_organisation"),
    path(f"{_ORG}restore/", staff.restore, name="restore_organisation"),
    path(f"{_ORG}merge/", staff.merge, name="merge_organisation"),
    path("staff/people/", staff_people.list_all, name="staff_people"),
    path("staff/people/erase-address/", staff_people.erase_address, name="erase_address"),
    path("staff/people/<str:user_id>/suspend/", staff_people.suspend, name="suspend_person"),
    path("staff/people/<str:user_id>/restore/", staff_people.restore, name="restore_person"),
    path("staff/people/<str:user_id>/erase/", staff_people.erase, name="erase_person"),
]
