"""Tabs, tables with their filters, and form fields. Loaded through `ui`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import (
    BaseForm,
    BoundField,
    CheckboxInput,
    CheckboxSelectMultiple,
    Field,
    FileInput,
    RadioSelect,
    Select,
)
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tandem.core import formats
from tandem.core.elements import marks
from tandem.core.templatetags.ui_figures import language

register = template.Library()


@dataclass(frozen=True)
class Tab:
    key: str
    label: object
    url: str
    icon: str = ""


@register.inclusion_tag("ui/tabs.html", takes_context=True)
def tabs(context: Context, items: Sequence[Tab | tuple[str, ...]], active: str = "") -> dict[str, object]:
    """`{% tabs items %}`: each item is (key, label, url[, icon]); htmx loads the chosen one from its url.

    The chosen tab stands in the address as `?tab=key`.
    """
    known = [item if isinstance(item, Tab) else Tab(*item) for item in items]
    wanted = active or context["request"].GET.get("tab", "")
    chosen = next((tab for tab in known if tab.key == wanted), known[0])
    return {"tabs": known, "chosen": chosen}


def _address(context: Context, **changes: object) -> str:
    """The present address's query with some values replaced; None removes one."""
    query = context["request"].GET.copy()
    for key, value in changes.items():
        if value is None:
            query.pop(key, None)
        else:
            query[key] = str(value)
    return f"?{query.urlencode()}"


@register.inclusion_tag("ui/pagination.html", takes_context=True)
def pagination(context: Context, page: Page[Any], target: str = "#results") -> dict[str, object]:
    """`{% pagination page %}`: links to the other pages, keeping the filters; htmx replaces `target`."""
    count = page.paginator.count
    pages = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    links = [(n, _address(context, page=n) if isinstance(n, int) else "") for n in pages]
    shown = _("%(start)s–%(end)s of %(count)s") % {
        "start": formats.number(page.start_index(), language()),
        "end": formats.number(page.end_index(), language()),
        "count": formats.number(count, language()),
    }
    return {
        "page": page,
        "links": links,
        "shown": shown,
        "previous": _address(context, page=page.number - 1),
        "next": _address(context, page=page.number + 1),
        "target": target,
    }


@register.simple_tag(takes_context=True)
def column(context: Context, label: str, field: str, css: str = "", target: str = "#results") -> SafeString:
    """`{% column _("Grade") "grade" %}`: a table header that sorts by `?sort=grade`, then `-grade`."""
    sort = context.get("sort") or context["request"].GET.get("sort", "")
    descending, ascending = sort == f"-{field}", sort == field
    state = "descending" if descending else "ascending" if ascending else "none"
    arrow = marks.icon({"none": "selector", "ascending": "chevron-up", "descending": "chevron-down"}[state])
    address = _address(context, sort=f"-{field}" if ascending else field, page=None)
    return format_html(
        '<th scope="col" class="{}" aria-sort="{}"><a class="sort" href="{}" hx-get="{}" hx-target="{}" '
        'hx-sync="{}:replace" hx-push-url="true">{}{}</a></th>',
        css, state, address, address, target, target, label, arrow,
    )  # fmt: skip


@register.simple_block_tag(takes_context=True)
def filters(context: Context, content: str, target: str = "#results") -> str:
    """`{% filters %}{% search_box %}{% choice … %}{% endfilters %}`: a form whose changes load `target` at once."""
    return format_html(
        # The path alone: htmx would add the form's values to those that the address holds already.
        '<form class="filters" method="get" role="search" hx-get="{}" hx-target="{}" hx-push-url="true" '
        # A later wish replaces one still under way: leaving the search field counts as a change too.
        'hx-sync="{}:replace" hx-trigger="submit, change, search, '
        'keyup changed delay:300ms from:find input[type=search]">{}</form>',
        context["request"].path,
        target,
        target,
        content,
    )


@register.simple_tag(takes_context=True)
def search_box(context: Context, name: str = "q", placeholder: str = "") -> SafeString:
    """`{% search_box placeholder=_("Name or number") %}`: the search field of a filter bar."""
    label = placeholder or _("Search")
    return format_html(
        '<div class="input-icon filter-search"><span class="input-icon-addon">{}</span><input type="search" '
        'class="form-control" name="{}" value="{}" placeholder="{}" aria-label="{}" autocomplete="off"></div>',
        marks.icon("search"), name, context["request"].GET.get(name, ""), label, label,
    )  # fmt: skip


@register.inclusion_tag("ui/choice.html", takes_context=True)
def choice(
    context: Context, name: str, label: str, choices: Iterable[tuple[object, object]]
) -> dict[str, object]:
    """`{% choice "stage" _("Stage") stages %}`: a select of a filter bar; its first line is "all"."""
    chosen = context["request"].GET.get(name, "")
    options = [(str(value), text, str(value) == chosen) for value, text in choices if str(value)]
    return {"name": name, "label": label, "options": options, "chosen": chosen}


def _control(field: BoundField) -> SafeString:
    widget = field.field.widget
    if isinstance(widget, (CheckboxInput, CheckboxSelectMultiple, RadioSelect)):
        css = "form-check-input"
    else:
        css = "form-select" if isinstance(widget, Select) else "form-control"
    classes = [str(widget.attrs.get("class", "")), css, "is-invalid" if field.errors else ""]
    return field.as_widget(attrs={"class": " ".join(filter(None, classes))})


@register.filter
def wrong(field: BoundField) -> list[str]:
    """`{% for problem in form.name|wrong %}`: what is wrong with a field, in sentences that name it where it is empty.

    Django's own “This field is required.” does not say which one, and a screen reader hears it far from its label.
    What a form says itself is kept.
    """
    usual = field.field.error_messages.get("required") == Field.default_error_messages["required"]
    return [
        _needed(field) if usual and each.code == "required" else str(message)
        for each, message in zip(field.errors.as_data(), field.errors, strict=True)
    ]


def _needed(field: BoundField) -> str:
    widget, label = field.field.widget, {"field": field.label}
    if isinstance(widget, CheckboxInput):
        return _("Tick “%(field)s”.") % label
    if isinstance(widget, FileInput):
        return _("Choose a file for “%(field)s”.") % label
    if isinstance(widget, (Select, CheckboxSelectMultiple, RadioSelect)):
        return _("Choose “%(field)s”.") % label
    return _("Fill in “%(field)s”.") % label


@register.inclusion_tag("ui/field.html")
def field(field: BoundField, hint: str = "") -> dict[str, object]:
    """`{% field form.name %}`: label, control, help and errors of one field."""
    check = isinstance(field.field.widget, CheckboxInput)
    many = isinstance(field.field.widget, (CheckboxSelectMultiple, RadioSelect))
    return {
        "field": field,
        "control": _control(field),
        "check": check,
        "many": many,
        "hint": hint or field.help_text,
    }


@register.inclusion_tag("ui/fields.html")
def fields(form: BaseForm) -> dict[str, object]:
    """`{% fields form %}`: all visible fields of a form, its hidden ones, and errors of the whole form."""
    return {"form": form}
