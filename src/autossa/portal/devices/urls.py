"""Addresses of devices and their license files."""

from django.urls import path

from autossa.portal.devices import activations, checks, edit, exchange, files, look_up, signing_in, staff, trials, views

_PRJ = "projects/<str:project_id>/devices/"
_FILES = "projects/<str:project_id>/license-files/"
_DEV = f"{_PRJ}<str:device_id>/"

urlpatterns = [
    path("devices/", look_up.look_up, name="look_up_device"),
    path(_PRJ, views.overview, name="project_devices"),
    path(f"{_PRJ}register/", edit.register, name="register_device"),
    path(f"{_PRJ}activate/", activations.activate, name="activate_on_device"),
    path(_DEV, views.device, name="device"),
    path(f"{_DEV}rename/", edit.rename, name="rename_device"),
    path(f"{_DEV}standby/", edit.standby, name="standby_device"),
    path(f"{_DEV}remove/", edit.remove, name="remove_device"),
    path(f"{_DEV}licenses/<str:activation_id>/release/", activations.release, name="release_from_device"),
    path(f"{_DEV}licenses/<str:activation_id>/move/", activations.move, name="move_license"),
    path(f"{_DEV}trial/", trials.trial, name="start_trial"),
    path(f"{_DEV}installed/", trials.installed, name="report_installed"),
    path(f"{_DEV}secret/", signing_in.secret, name="device_secret"),
    path(f"{_DEV}secret/revoke/", signing_in.revoke, name="revoke_device_secret"),
    path(f"{_DEV}code/", signing_in.code, name="device_code"),
    path(f"{_DEV}lost/", staff.lost, name="write_off_device"),
    path(_FILES, files.overview, name="project_license_files"),
    path(f"{_FILES}issue/", files.issue, name="issue_license_file"),
    path(f"{_FILES}exchange/", exchange.exchange, name="offline_exchange"),
    path(f"{_FILES}<str:file_id>/", files.show, name="license_file"),
    path(f"{_FILES}<str:file_id>/download/", files.download, name="download_license_file"),
    path(f"{_FILES}<str:file_id>/qr.svg", files.qr_code, name="license_file_qr"),
    # ---- for staff
    path("staff/license-files/check/", checks.check, name="check_license_file"),
    path("staff/license-files/overdue/", checks.overdue, name="overdue_devices"),
    # ---- for everybody
    path(".well-known/autossa-jwks.json", files.published_keys, name="published_keys"),
]
