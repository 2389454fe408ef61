"""Tags of layouts and forms: a block once more, a field's input with what describes it."""

from django import template
from django.forms import BoundField
from django.forms.boundfield import BoundWidget
from django.template.context import Context
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_tag(takes_context=True)
def again(context: Context, name: str) -> SafeString:
    """What a block says, without its tags and on one line: the heading of a page as its title."""
    block = context.render_context[BLOCK_CONTEXT_KEY].get_block(name)
    return mark_safe(" ".join(strip_tags(block.render(context)).split()))


@register.simple_tag(name="input")
def input_of(field: BoundField) -> SafeString:
    """A form's input with what describes it named, so that it is read out; browsers fill in only what is asked for."""
    described = [f"{field.id_for_label}-help"] if field.help_text else []
    described += [f"{field.id_for_label}-error"] if field.errors else []
    given: dict[str, str | bool] = {"aria-describedby": " ".join(described)} if described else {}
    if field.errors:
        given["aria-invalid"] = "true"
    if "autocomplete" not in field.field.widget.attrs:
        given["autocomplete"] = "off"
    return field.as_widget(attrs=given)


@register.filter
def is_optional(field: BoundField) -> bool:
    """Whether it can stay empty; a list that always has something chosen is no such field."""
    return not field.field.required and not hasattr(field.field, "choices")


@register.filter
def note_of(field: BoundField, option: BoundWidget) -> str:
    """What a choice means, as the form says it."""
    notes = getattr(field.field, "notes", {})
    return str(notes.get(option.data["value"], ""))
