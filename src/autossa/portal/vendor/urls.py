"""Addresses of vendor staff's work: review queue, run, catalogue, settings."""

from django.urls import path

from autossa.portal.contracts import reviews, staff
from autossa.portal.licenses import activation_keys
from autossa.portal.runs import views
from autossa.portal.vendor import catalogue, mail_texts, policies, settings

_PRJ = "projects/<str:project_id>/"

urlpatterns = [
    # ---- contracts in review
    path("reviews/", reviews.queue, name="reviews"),
    path(f"{_PRJ}review/", reviews.review, name="review"),
    # ---- one project's contract and bookings
    path(f"{_PRJ}contracts/suspend/", staff.suspend, name="suspend_contract"),
    path(f"{_PRJ}contracts/resume/", staff.resume, name="resume_contract"),
    path(f"{_PRJ}credits/void/<str:settlement_id>/", staff.void, name="void_booking"),
    # ---- the daily run, the schedule, mails that are stuck
    path("runs/", views.overview, name="runs"),
    path("runs/preview/", views.preview, name="run_preview"),
    path("runs/start/", views.start, name="start_run"),
    path(f"{_PRJ}retry/", views.retry, name="retry_project"),
    path("runs/mails/", views.retry_mails, name="retry_messages"),
    path("runs/mails/<str:message_id>/", views.retry_mail, name="retry_message"),
    # ---- the catalogue
    path("catalogue/", catalogue.overview, name="catalogue"),
    path("catalogue/types/new/", catalogue.add_type, name="add_type"),
    path("catalogue/types/<str:type_id>/rate/", catalogue.add_rate, name="add_rate"),
    path("catalogue/prices/", catalogue.prices, name="prices"),
    path("catalogue/prices/new/", catalogue.add_list, name="add_list"),
    path("catalogue/prices/<str:list_id>/price/", catalogue.add_price, name="add_price"),
    path("catalogue/policies/", policies.overview, name="policies"),
    path("catalogue/policies/new/", policies.add, name="add_policy"),
    path("catalogue/keys/", activation_keys.overview, name="keys"),
    path("catalogue/keys/new/", activation_keys.make, name="make_key"),
    # ---- settings
    path("settings/", settings.overview, name="vendor_settings"),
    path("settings/logo/remove/", settings.remove_logo, name="remove_logo"),
    path("settings/mails/", mail_texts.overview, name="mail_texts"),
    path("settings/mails/<str:mail>/<str:language>/", mail_texts.edit, name="mail_text"),
    path("settings/mails/<str:mail>/<str:language>/reset/", mail_texts.reset, name="reset_mail_text"),
    path("logo/", settings.logo, name="vendor_logo"),
]
