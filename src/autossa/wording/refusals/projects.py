"""Projects."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

ERRORS: dict[str, Promise] = {
    "name_taken": gettext_lazy(
        "There is already a project with this name. Use another name, such as the town or site."
    ),
}
