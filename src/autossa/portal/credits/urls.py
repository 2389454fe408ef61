"""Addresses of credits."""

from django.urls import path

from autossa.portal.credits import orders, views

_PRJ = "projects/<str:project_id>/"

urlpatterns = [
    path(f"{_PRJ}credits/", views.overview, name="project_credits"),
    path(f"{_PRJ}credits/top-up/", orders.top_up, name="top_up"),
    path(f"{_PRJ}credits/orders/<str:order_id>/withdraw/", orders.withdraw, name="withdraw_order"),
    path(f"{_PRJ}credits/extend/", views.extend, name="extend"),
    path(f"{_PRJ}credits/adjust/", views.adjust, name="adjust_credits"),
    path("staff/orders/", orders.overview, name="orders"),
    path("staff/orders/<str:order_id>/book/", orders.book, name="book_order"),
    path("staff/orders/<str:order_id>/decline/", orders.decline, name="decline_order"),
]
