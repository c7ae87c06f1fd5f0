"""`{% load inbox %}`: the newest of a person's inbox on another room's page."""

from typing import Any

from django import template

from tandem.messaging import queries

register = template.Library()


@register.inclusion_tag("messaging/newest.html", takes_context=True)
def newest_unread(context: dict[str, Any], most: int = 5) -> dict[str, Any]:
    """`{% newest_unread %}`: what the reader has not read yet, the newest first; a sentence where there is nothing."""
    actor = context["request"].actor
    lines = queries.newest_unread(actor, most + 1)
    return {"lines": lines[:most], "more": len(lines) > most}
