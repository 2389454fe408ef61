"""Addresses of devices."""

from django.urls import path

from autossa.portal.devices import activations, edit, look_up, signing_in, staff, trials, views

_PRJ = "projects/<str:project_id>/devices/"
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
]
