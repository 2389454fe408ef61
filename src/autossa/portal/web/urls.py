"""Addresses that every page has: the language, the theme, help."""

from django.urls import path

from autossa.portal.web import help

urlpatterns = [
    path("help/", help.index, name="help"),
    *(path(f"help/{name}/", help.topic, {"name": name}, name=f"help_{name}") for name in help.TOPICS),
    *(path(f"{name}/", help.statement, {"name": name}, name=name) for name in help.STATEMENTS),
]
