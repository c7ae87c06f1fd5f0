"""Tandem's elements as template tags: `{% load ui %}`. `docs/screens.md` shows each with an example,
`/core/elements` shows how they look."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import template
from django.utils.html import format_html, json_script
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tandem.core import devices, formats
from tandem.core.elements import marks
from tandem.core.formats import Number
from tandem.core.templatetags import ui_figures, ui_tables

register = template.Library()
for part in (ui_figures, ui_tables):
    register.tags.update(part.register.tags)
    register.filters.update(part.register.filters)
for mark in (marks.icon, marks.badge, marks.grade, marks.stage, marks.segment, marks.avatar):
    register.simple_tag(mark)
register.filter("device", devices.device)


@register.simple_tag
def skeleton(lines: int = 4, kind: str = "lines") -> SafeString:
    """`{% skeleton %}`: grey shapes that stand where content will load; kind is lines, table or chart."""
    bars = SafeString("<span></span>" * (1 if kind == "chart" else lines))
    return format_html(
        '<div class="skeleton skeleton-{}" role="status" aria-label="{}">{}</div>', kind, _("Loading"), bars
    )


@register.simple_tag
def chart(
    option: Mapping[str, Any], height: str = "md", label: str = "", value: str = "", currency: str = ""
) -> str:
    """`{% chart option height="sm" label=_("…") value="share" %}`: an ECharts plot.

    `option` is an ECharts option of plain data. `value` (share, days, ppm, money, count) is how numbers on the
    value axis and in the tooltip are written. `height` is xs, sm, md or lg. Colours come from the theme: in
    the option, "@good", "@warning", "@bad", "@primary", "@accent", "@muted" and "@grade-a" … "@grade-e" name them.
    """
    return format_html(
        '<figure class="plot plot-{}" data-chart data-value="{}" data-currency="{}">{}'
        '<div class="plot-canvas" role="img" aria-label="{}"></div></figure>',
        height,
        value,
        currency,
        json_script(option),
        label or _("Chart"),
    )


@register.inclusion_tag("ui/stat.html")
def stat(
    label: str,
    value: object,
    note: object = "",
    icon: str = "",
    href: str = "",
    trend: object = "",
    spark: Sequence[Number | None] | None = None,
) -> dict[str, object]:
    """`{% stat _("Spend") total note=_("last 12 months") icon="coins" href=url spark=months %}`."""
    return {
        "label": label, "value": value, "note": note, "icon": icon, "href": href, "trend": trend, "spark": spark
    }  # fmt: skip


@register.inclusion_tag("ui/empty.html")
def empty(
    title: str, hint: str = "", icon: str = "inbox", action: str = "", href: str = ""
) -> dict[str, str]:
    """`{% empty _("No suppliers yet") hint=_("…what to do…") action=_("Import suppliers") href=url %}`."""
    return {"title": title, "hint": hint, "icon": icon, "action": action, "href": href}


@register.inclusion_tag("ui/timeline.html")
def timeline(entries: Iterable[object]) -> dict[str, object]:
    """`{% timeline entries %}`: each has `at`, `by`, `title`; may have `detail`, `changes`, `tone`, `icon`.

    `changes` is a list of (field's name, old, new).
    """
    return {"entries": entries}


@register.inclusion_tag("ui/stepper.html")
def stepper(steps: Sequence[str], current: int) -> dict[str, object]:
    """`{% stepper steps 2 %}`: the steps of a wizard by name; `current` counts from 1."""
    return {"steps": steps, "current": current, "total": len(steps)}


@register.inclusion_tag("ui/dropzone.html")
def dropzone(
    name: str = "file", label: str = "", accept: str = "", hint: str = "", multiple: bool = False
) -> dict[str, object]:
    """`{% dropzone name="file" accept=".csv,.xlsx,.parquet" hint=_("…") %}`: a file input that takes drops."""
    return {"name": name, "label": label, "accept": accept, "hint": hint, "multiple": multiple}


@register.simple_block_tag
def card(content: str, title: str = "", note: str = "", flush: bool = False) -> str:
    """`{% card title=_("Grades") note=_("last quarter") %}…{% endcard %}`; `flush` leaves out the padding."""
    head = ""
    if title:
        small = format_html('<p class="card-subtitle">{}</p>', note) if note else ""
        head = format_html(
            '<div class="card-header"><div><h2 class="card-title">{}</h2>{}</div></div>', title, small
        )
    body = content if flush else format_html('<div class="card-body">{}</div>', content)
    return format_html('<section class="card">{}{}</section>', head, body)


@register.simple_tag
def detail(label: str, value: object) -> SafeString:
    """`{% detail _("Owner") relationship.owner %}` inside `<dl class="details">`: one line of facts."""
    shown = formats.DASH if value in (None, "") else value
    return format_html("<div><dt>{}</dt><dd>{}</dd></div>", label, shown)
