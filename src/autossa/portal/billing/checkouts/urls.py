"""Addresses of payments by card."""

from django.urls import path

from autossa.portal.billing.checkouts import events, pay

_ORG = "organisations/<str:organisation_id>/"
_PRJ = "projects/<str:project_id>/"

urlpatterns = [
    path(f"{_ORG}card-payments/", pay.claims, name="pay_by_card"),
    path(f"{_ORG}card-payments/<str:checkout_id>/", pay.back, name="card_payment"),
    path(f"{_PRJ}orders/<str:order_id>/pay-by-card/", pay.order, name="pay_order_by_card"),
    path("hooks/cards/", events.take, name="card_events"),
]
