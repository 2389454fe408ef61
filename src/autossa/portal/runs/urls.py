"""Addresses of the daily run, jobs that failed, and mails that are stuck."""

from django.urls import path

from autossa.portal.runs import jobs, safety, views

_PRJ = "projects/<str:project_id>/"

urlpatterns = [
    path("runs/", views.overview, name="runs"),
    path("runs/preview/", views.preview, name="run_preview"),
    path("runs/start/", views.start, name="start_run"),
    path(f"{_PRJ}retry/", views.retry, name="retry_project"),
    path("runs/jobs/<str:job_id>/", jobs.retry, name="retry_job"),
    path("runs/jobs/<str:job_id>/cancel/", jobs.cancel, name="cancel_job"),
    path("runs/wanted-mails/", safety.mails, name="run_mails"),
    path("runs/voidings/<str:voiding_id>/", safety.decide_voiding, name="decide_run_voiding"),
    path("runs/mails/", views.retry_mails, name="retry_messages"),
    path("runs/mails/discard/", views.discard_mails, name="discard_messages"),
    path("runs/mails/<str:message_id>/", views.retry_mail, name="retry_message"),
    path("runs/mails/<str:message_id>/discard/", views.discard_mail, name="discard_message"),
    path("runs/<str:run_id>/", safety.run, name="run"),
    path("runs/<str:run_id>/allow/", safety.allow, name="allow_run"),
    path("runs/<str:run_id>/stop/", safety.stop, name="stop_run"),
    path("runs/<str:run_id>/void/", safety.void, name="void_run"),
]
