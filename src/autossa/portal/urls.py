"""Addresses of the pages."""

from django.urls import path

from autossa.portal import views

urlpatterns = [
    path("", views.home, name="home"),
    path("projects/<str:project_id>/", views.project, name="project"),
    path("language/", views.language, name="language"),
    path("theme.css", views.theme, name="theme"),
]
