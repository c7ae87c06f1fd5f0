"""Addresses of a page that stands on both sides: at a supplier's own desk, and at a customer's."""

from typing import Any

from django import template

register = template.Library()


@register.simple_tag
def at(place: Any, name: str, *arguments: Any) -> str:
    """`{% at place "add_entry" "plants" %}`: the address on the side where the reader is."""
    return str(place.url(name, *arguments))
