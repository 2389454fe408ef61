"""Addresses of the daily run, the schedule, and mails that are stuck."""

from django.urls import path

from autossa.portal.runs import views

_PRJ = "projects/<str:project_id>/"

urlpatterns = [
    path("runs/", views.overview, name="runs"),
    path("runs/preview/", views.preview, name="run_preview"),
    path("runs/start/", views.start, name="start_run"),
    path(f"{_PRJ}retry/", views.retry, name="retry_project"),
    path("runs/mails/", views.retry_mails, name="retry_messages"),
    path("runs/mails/discard/", views.discard_mails, name="discard_messages"),
    path("runs/mails/<str:message_id>/", views.retry_mail, name="retry_message"),
    path("runs/mails/<str:message_id>/discard/", views.discard_mail, name="discard_message"),
]
