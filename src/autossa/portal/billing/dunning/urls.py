"""Addresses of dunning."""

from django.urls import path

from autossa.portal.billing.dunning import holds, letters, overview, settings

_ORG = "organisations/<str:organisation_id>/reminders/"

urlpatterns = [
    path("staff/dunning/", overview.everybody, name="dunning"),
    path("settings/dunning/", settings.overview, name="dunning_policy"),
    path("settings/dunning/new/", settings.edit, name="set_dunning_policy"),
    path("settings/dunning/base-rates/", settings.add_rate, name="add_base_rate"),
    path(_ORG, overview.of_payer, name="organisation_dunning"),
    path(f"{_ORG}pause/", holds.pause, name="pause_dunning"),
    path(f"{_ORG}pause/end/", holds.end_pause, name="end_dunning_pause"),
    path(f"{_ORG}promise/", holds.promise, name="promise_payment"),
    path(f"{_ORG}dispute/<str:claim_id>/", holds.dispute, name="dispute_claim"),
    path(f"{_ORG}dispute/<str:claim_id>/settle/", holds.settle, name="settle_dispute"),
    path(f"{_ORG}<str:letter_id>/", letters.overview, name="dunning_letter"),
    path(f"{_ORG}<str:letter_id>/pdf/", letters.download, name="dunning_letter_file"),
]
