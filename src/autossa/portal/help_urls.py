"""Addresses of help: tutorials, rules, privacy, accessibility."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
