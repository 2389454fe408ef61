"""Addresses of the API, below its prefix."""

from django.urls import path

from autossa.api.v1.api import api

PREFIX = "/api/v1/"
urlpatterns = [path("", api.urls)]
