"""Addresses of the list of projects, its exports, and of creating and renaming a project."""

from django.urls import path

from autossa.portal.projects import activity, calendar, edit, exports, home
from autossa.portal.projects import views as projects

_ORG = "organisations/<str:organisation_id>/"
_PRJ = "projects/<str:project_id>/"

urlpatterns = [
    path("", home.home, name="home"),
    path("projects.csv", exports.as_csv, name="export_projects_csv"),
    path("projects.xlsx", exports.as_xlsx, name="export_projects_xlsx"),
    path("projects/calendar/", calendar.year, name="calendar"),
    path("projects/<str:project_id>/", projects.overview, name="project"),
    path("projects/<str:project_id>/rename/", edit.rename, name="rename_project"),
    path("organisations/<str:organisation_id>/projects/new/", edit.create, name="create_project"),
    # ---- the activity log
    path(f"{_PRJ}activity/", activity.of_project, name="project_activity"),
    path(f"{_PRJ}activity.csv", activity.export_of_project, name="export_project_activity"),
    path(f"{_ORG}activity/", activity.of_organisation, name="organisation_activity"),
    path(f"{_ORG}activity.csv", activity.export_of_organisation, name="export_organisation_activity"),
    path("staff/activity/", activity.of_everything, name="staff_activity"),
    path("staff/activity.csv", activity.export_of_everything, name="export_staff_activity"),
]
