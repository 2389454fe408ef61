"""How forms become HTML: one template for every field."""

from django.forms.renderers import TemplatesSetting


class PortalRenderer(TemplatesSetting):
    """Fields as components/field_group.html shows them: `{{ form.name.as_field_group }}`."""

    field_template_name = "portal/components/forms/field_group.html"
