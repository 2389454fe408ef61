"""Addresses of organisations, people, hand-overs, payers, tokens, the activity log, and what staff does with them."""

from django.urls import path

from autossa.portal.accounts import impersonation, tokens
from autossa.portal.billing import payers
from autossa.portal.organisations import create, customers, delegations, people, staff, verification, views
from autossa.portal.projects import activity

_ORG = "organisations/<str:organisation_id>/"
_PRJ = "projects/<str:project_id>/"

urlpatterns = [
    # ---- an organisation
    path("organisations/", views.mine, name="organisations"),
    path(_ORG, views.overview, name="organisation"),
    path(f"{_ORG}edit/", views.edit, name="edit_organisation"),
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
    # ---- a customer's hand-overs, a partner's customers, who pays
    path(f"{_ORG}handovers/", delegations.overview, name="hand_overs"),
    path(f"{_ORG}handovers/new/", delegations.give, name="hand_over"),
    path(f"{_ORG}handovers/<str:hand_over_id>/revoke/", delegations.revoke, name="revoke_hand_over"),
    path(f"{_ORG}customers/", customers.overview, name="customers"),
    path(f"{_ORG}customers/invite/", customers.invite, name="invite_customer"),
    path(f"{_ORG}payers/", payers.overview, name="payers"),
    path(f"{_ORG}payers/<str:change_id>/", payers.answer, name="answer_payer"),
    path(f"{_PRJ}payer/", payers.change, name="payer"),
    path(f"{_PRJ}payer/withdraw/", payers.withdraw, name="withdraw_payer"),
    # ---- API tokens
    path("account/tokens/", tokens.overview, name="tokens"),
    path("account/tokens/new/", tokens.make, name="make_token"),
    path("account/tokens/<str:token_id>/revoke/", tokens.revoke, name="revoke_token"),
    path(f"{_ORG}tokens/", tokens.of_organisation, name="organisation_tokens"),
    path(f"{_ORG}tokens/<str:token_id>/revoke/", tokens.revoke_as_owner, name="revoke_token_as_owner"),
    # ---- the activity log
    path(f"{_PRJ}activity/", activity.of_project, name="project_activity"),
    path(f"{_PRJ}activity.csv", activity.export_of_project, name="export_project_activity"),
    path(f"{_ORG}activity/", activity.of_organisation, name="organisation_activity"),
    path(f"{_ORG}activity.csv", activity.export_of_organisation, name="export_organisation_activity"),
    path("staff/activity/", activity.of_everything, name="staff_activity"),
    path("staff/activity.csv", activity.export_of_everything, name="export_staff_activity"),
    # ---- vendor staff
    path("staff/organisations/", staff.list_all, name="staff_organisations"),
    path("staff/organisations/new/", create.enter, name="enter_organisation"),
    path(f"{_ORG}verify/", verification.verify, name="verify_organisation"),
    path(f"{_ORG}terms/", staff.terms, name="organisation_terms"),
    path(f"{_ORG}suspend/", staff.suspend, name="suspend_organisation"),
    path(f"{_ORG}restore/", staff.restore, name="restore_organisation"),
    path(f"{_ORG}merge/", staff.merge, name="merge_organisation"),
    path(f"{_ORG}act/", impersonation.start, name="act"),
    path("staff/people/", staff.list_persons, name="staff_people"),
    path("staff/people/<str:user_id>/suspend/", staff.suspend_person, name="suspend_person"),
    path("staff/people/<str:user_id>/restore/", staff.restore_person, name="restore_person"),
]
