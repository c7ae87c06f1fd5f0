from django import template

from tandem.accounts import identifiers

register = template.Library()


@register.simple_tag
def country(code: str) -> str:
    """`{% country "CN" %}` → China or 中国."""
    return identifiers.country_name(code)
