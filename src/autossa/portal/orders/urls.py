"""Addresses of orders and quotes."""

from django.urls import path

from autossa.portal.orders import approvals, licenses, overview, quotes, staff

_ORG = "organisations/<str:organisation_id>/"
_PRJ = "projects/<str:project_id>/"
_QUOTE = f"{_PRJ}quotes/<str:quote_id>/"

urlpatterns = [
    path(f"{_PRJ}orders/", overview.of_project, name="project_orders"),
    path(f"{_PRJ}orders/licenses/", licenses.order, name="order_licenses"),
    path(f"{_PRJ}orders/<str:license_order_id>/withdraw/", licenses.withdraw, name="withdraw_license_order"),
    path(f"{_PRJ}quotes/credits/", quotes.of_credits, name="quote_credits"),
    path(f"{_PRJ}quotes/contract/", quotes.of_contract, name="quote_contract"),
    path(_QUOTE, quotes.show, name="quote"),
    path(f"{_QUOTE}pdf/", quotes.pdf, name="quote_pdf"),
    path(f"{_QUOTE}accept/", quotes.accept, name="accept_quote"),
    path(f"{_QUOTE}withdraw/", quotes.withdraw, name="withdraw_quote"),
    path(f"{_QUOTE}ask/", approvals.ask, name="ask_approval"),
    path("approvals/open/<str:link>/", approvals.show, name="approval"),
    path("approvals/open/<str:link>/pdf/", approvals.pdf, name="approval_pdf"),
    path("approvals/open/<str:link>/approve/", approvals.approve, name="approve_quote"),
    path("approvals/open/<str:link>/decline/", approvals.decline, name="decline_quote"),
    path("approvals/<str:secret>/", approvals.link, name="approval_link"),
    path(f"{_ORG}orders/", overview.of_organisation, name="organisation_orders"),
    path(f"{_ORG}orders/booking/", staff.set_booking, name="set_order_booking"),
    path("staff/quotes/", overview.of_everybody, name="staff_quotes"),
    path("staff/orders/licenses/<str:license_order_id>/book/", staff.book, name="book_license_order"),
    path("staff/orders/licenses/<str:license_order_id>/decline/", staff.decline, name="decline_license_order"),
]
