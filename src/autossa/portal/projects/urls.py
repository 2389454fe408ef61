"""Addresses of the list of projects, its exports, and of creating and renaming a project."""

from django.urls import path

from autossa.portal.projects import edit, exports, home
from autossa.portal.projects import views as projects

urlpatterns = [
    path("", home.home, name="home"),
    path("projects.csv", exports.as_csv, name="export_projects_csv"),
    path("projects.xlsx", exports.as_xlsx, name="export_projects_xlsx"),
    path("projects/<str:project_id>/", projects.overview, name="project"),
    path("projects/<str:project_id>/rename/", edit.rename, name="rename_project"),
    path("organisations/<str:organisation_id>/projects/new/", edit.create, name="create_project"),
]
