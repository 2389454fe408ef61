"""Addresses of vendor staff's work: review queue, run, catalogue, settings."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
