"""Addresses of licenses."""

from django.urls import path

from autossa.portal import license_requests, licenses, redeeming, returns

_PRJ = "projects/<str:project_id>/licenses/"

urlpatterns = [
    path(_PRJ, licenses.overview, name="project_licenses"),
    path(f"{_PRJ}create/", licenses.request_one, name="request_license"),
    path(f"{_PRJ}add/", licenses.add, name="add_license"),
    path(f"{_PRJ}key/", redeeming.redeem, name="redeem_key"),
    path(f"{_PRJ}<int:requested>/confirm/", licenses.confirm, name="confirm_line"),
    path(f"{_PRJ}<int:requested>/withdraw/", license_requests.withdraw, name="withdraw_line"),
    path(f"{_PRJ}<int:requested>/refuse/", license_requests.refuse, name="refuse_line"),
    path(f"{_PRJ}<int:line>/return/", returns.give_back, name="return_license"),
    path(f"{_PRJ}<int:line>/activate/", returns.activate, name="activate_license"),
]
