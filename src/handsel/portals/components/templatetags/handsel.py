"""Template tags every portal uses."""

from functools import lru_cache

from django import template
from django.forms import BoundField
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()
SPRITE = "components/vendor/icons-3.51.0.svg"


@lru_cache(maxsize=512)
def _drawn(name: str, sprite: str) -> SafeString:
    return format_html('<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>', sprite, name)


@register.simple_tag
def icon(name: str) -> SafeString:
    """A decorative icon from the sprite; the words beside it carry the meaning."""
    return _drawn(name, static(SPRITE))


@register.filter
def control(field: BoundField) -> SafeString:
    """The field's own widget in our clothes, telling assistive technology whether and why it is wrong."""
    attributes: dict[str, str | bool] = {"class": "form-control", "placeholder": ""}
    if field.errors:
        attributes |= {"class": "form-control is-invalid", "aria-invalid": "true"}
        attributes["aria-describedby"] = f"{field.id_for_label}-error"
    return field.as_widget(attrs=attributes)
