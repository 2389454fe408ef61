"""The one Django app with tables."""

from django.apps import AppConfig


class StoreConfig(AppConfig):
    """Models of every noun, under the label `store`."""

    name = "autossa.store"
    label = "store"
    default_auto_field = "django.db.models.BigAutoField"
