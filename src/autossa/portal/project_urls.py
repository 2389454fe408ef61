"""Addresses of the list of projects, its exports, and of creating and renaming a project."""

from django.urls import path

from autossa.portal import exports, naming, projects, views

urlpatterns = [
    path("", views.home, name="home"),
    path("projects.csv", exports.as_csv, name="export_projects_csv"),
    path("projects.xlsx", exports.as_xlsx, name="export_projects_xlsx"),
    path("projects/<str:project_id>/", projects.overview, name="project"),
    path("projects/<str:project_id>/rename/", naming.rename, name="rename_project"),
    path("organisations/<str:organisation_id>/projects/new/", naming.create, name="create_project"),
]
