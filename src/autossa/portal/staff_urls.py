"""Addresses of vendor staff's work: review queue, run, catalogue, settings."""

from django.urls import path

from autossa.portal import catalogue, interventions, keys, mail_words, policies, reviews, runs, vendor_settings

_PRJ = "projects/<str:project_id>/"

urlpatterns = [
    # ---- contracts in review
    path("reviews/", reviews.queue, name="reviews"),
    path(f"{_PRJ}review/", reviews.review, name="review"),
    # ---- one project's contract and bookings
    path(f"{_PRJ}contracts/suspend/", interventions.suspend, name="suspend_contract"),
    path(f"{_PRJ}contracts/resume/", interventions.resume, name="resume_contract"),
    path(f"{_PRJ}credits/void/<str:settlement_id>/", interventions.void, name="void_booking"),
    # ---- the daily run, the schedule, mails that are stuck
    path("runs/", runs.overview, name="runs"),
    path("runs/preview/", runs.preview, name="run_preview"),
    path("runs/start/", runs.start, name="start_run"),
    path(f"{_PRJ}retry/", runs.retry, name="retry_project"),
    path("runs/mails/", runs.retry_mails, name="retry_messages"),
    path("runs/mails/<str:message_id>/", runs.retry_mail, name="retry_message"),
    # ---- the catalogue
    path("catalogue/", catalogue.overview, name="catalogue"),
    path("catalogue/types/new/", catalogue.add_type, name="add_type"),
    path("catalogue/types/<str:type_id>/rate/", catalogue.add_rate, name="add_rate"),
    path("catalogue/prices/", catalogue.prices, name="prices"),
    path("catalogue/prices/new/", catalogue.add_list, name="add_list"),
    path("catalogue/prices/<str:list_id>/price/", catalogue.add_price, name="add_price"),
    path("catalogue/policies/", policies.overview, name="policies"),
    path("catalogue/policies/new/", policies.add, name="add_policy"),
    path("catalogue/keys/", keys.overview, name="keys"),
    path("catalogue/keys/new/", keys.make, name="make_key"),
    # ---- settings
    path("settings/", vendor_settings.overview, name="vendor_settings"),
    path("settings/logo/remove/", vendor_settings.remove_logo, name="remove_logo"),
    path("settings/mails/", mail_words.overview, name="mail_texts"),
    path("settings/mails/<str:mail>/<str:language>/", mail_words.edit, name="mail_text"),
    path("settings/mails/<str:mail>/<str:language>/reset/", mail_words.reset, name="reset_mail_text"),
    path("logo/", vendor_settings.logo, name="vendor_logo"),
]
