"""Addresses of webhooks and calendars."""

from django.urls import path

from autossa.portal.accounts.programs import calendars, webhooks

_HOOKS = "organisations/<str:organisation_id>/webhooks/"
_HOOK = f"{_HOOKS}<str:webhook_id>/"

urlpatterns = [
    path(_HOOKS, webhooks.overview, name="webhooks"),
    path(f"{_HOOKS}new/", webhooks.add, name="add_webhook"),
    path(_HOOK, webhooks.show, name="webhook"),
    path(f"{_HOOK}edit/", webhooks.edit, name="edit_webhook"),
    path(f"{_HOOK}remove/", webhooks.remove, name="remove_webhook"),
    path(f"{_HOOK}rotate/", webhooks.rotate, name="rotate_webhook"),
    path(f"{_HOOK}test/", webhooks.test, name="test_webhook"),
    path(f"{_HOOK}switch/", webhooks.switch, name="switch_webhook"),
    path(f"{_HOOK}resend/", webhooks.resend, name="resend_to_webhook"),
    path("account/calendars/", calendars.overview, name="calendars"),
    path("account/calendars/new/", calendars.create, name="make_calendar"),
    path("account/calendars/<str:calendar_id>/revoke/", calendars.revoke, name="revoke_calendar"),
    path("projects/<str:project_id>/calendar/", calendars.create_for_project, name="project_calendar"),
    path("calendar/<str:secret>.ics", calendars.feed, name="calendar_feed"),
]
