"""Points Django to one database after the other."""

import logging
import os

from autossa.workbench.scratch_databases import ANY_DAY
from autossa.workbench.servers import Addresses


def use(addresses: Addresses) -> None:
    """Point Django to a database; the first call sets Django up."""
    os.environ["DATABASE_URL"], os.environ["DATABASE_OWNER_URL"] = addresses.app, addresses.owner
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "autossa.config.settings")
    os.environ.update(ANY_DAY)
    import django
    from django.apps import apps
    from django.db import connections

    if not apps.ready:
        django.setup()
        logging.getLogger("autossa.security").setLevel(logging.WARNING)  # nobody asks who filled a scratch database
        return
    from autossa.config.databases import database_settings

    for alias, url in (("default", addresses.app), ("owner", addresses.owner)):
        connections[alias].close()
        connections[alias].settings_dict.update(database_settings(url))


def leave() -> None:
    """Close Django's connections, so that the database can be copied or dropped."""
    from django.db import connections

    connections.close_all()
