"""Addresses of licenses."""

from django.urls import path

from autossa.portal.licenses import actions, activation_keys, additions, confirmations, redeem, requests, views

_PRJ = "projects/<str:project_id>/licenses/"

urlpatterns = [
    path(_PRJ, views.overview, name="project_licenses"),
    path(f"{_PRJ}create/", additions.request_some, name="request_license"),
    path(f"{_PRJ}add/", additions.add, name="add_license"),
    path(f"{_PRJ}key/", redeem.redeem, name="redeem_key"),
    path(f"{_PRJ}confirm/", confirmations.confirm_several, name="confirm_lines"),
    path(f"{_PRJ}<int:requested>/confirm/", confirmations.confirm, name="confirm_line"),
    path(f"{_PRJ}<int:requested>/withdraw/", requests.withdraw, name="withdraw_line"),
    path(f"{_PRJ}<int:requested>/refuse/", requests.refuse, name="refuse_line"),
    path(f"{_PRJ}<int:line>/return/", actions.give_back, name="return_license"),
    path(f"{_PRJ}<int:given_up>/keep/", actions.keep, name="keep_license"),
    # ---- activation keys, made by staff
    path("catalogue/keys/", activation_keys.overview, name="keys"),
    path("catalogue/keys/new/", activation_keys.make, name="make_key"),
]
