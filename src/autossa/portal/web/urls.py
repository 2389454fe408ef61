"""Addresses that every page has: the language, the theme, help."""

from django.urls import path

from autossa.portal.web import help
from autossa.portal.web.programs import pages as programs

urlpatterns = [
    path("help/", help.index, name="help"),
    path("help/api/", programs.endpoints, name="help_api"),
    path("help/api/<slug:area>/", programs.area, name="help_api_area"),
    path("help/problems/", programs.codes, name="help_codes"),
    path("help/problems/<slug:code>/", programs.code, name="help_code"),
    *(path(f"help/{name}/", help.topic, {"name": name}, name=f"help_{name}") for name in help.TOPICS),
    *(path(f"{name}/", help.statement, {"name": name}, name=name) for name in help.STATEMENTS),
]
