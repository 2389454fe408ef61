"""Addresses of the pages."""

from django.urls import path

from autossa.portal import account_urls, views

urlpatterns = [
    path("", views.home, name="home"),
    path("projects/<str:project_id>/", views.project, name="project"),
    path("language/", views.language, name="language"),
    path("theme.css", views.theme, name="theme"),
    *account_urls.urlpatterns,
]
