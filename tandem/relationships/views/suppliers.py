"""All suppliers: the list, and the same as a workbook."""

from tempfile import TemporaryFile

from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from tandem.accounts.queries import administrators
from tandem.accounts.requests import ActorRequest
from tandem.accounts.roles import Capability
from tandem.relationships import queries, rules, workbook
from tandem.relationships.models import Segment, Stage

LINES = 25
MANAGE = Capability.MANAGE_RELATIONSHIPS


def list(request: ActorRequest) -> HttpResponse:
    """The list that the address asks for; htmx gets the lines alone."""
    actor = request.actor
    want = queries.wanted(request.GET)
    found = queries.in_order(queries.matching(actor, want), want).values_list("pk", flat=True)
    page = Paginator(found, LINES).get_page(request.GET.get("page"))
    some = found[max(page.start_index() - 1, 0) : page.end_index()]
    kept = _kept(request)
    context = {"page": page, "lines": queries.lines(some, want), "sort": want.sort, "kept": kept}
    if request.htmx and not request.htmx.boosted and not request.htmx.history_restore_request:
        response = render(request, "relationships/list_lines.html", context)
        response["HX-Push-Url"] = f"{request.path}?{kept}" if kept else request.path
        return response
    any_at_all = page.paginator.count > 0 or queries.has_any(actor)
    return render(
        request, "relationships/list.html", context | {"any_at_all": any_at_all} | _choices(request)
    )


def export(request: ActorRequest) -> FileResponse:
    """Every line the filters let through, in the list's order."""
    want = queries.wanted(request.GET)
    rows = queries.for_export(queries.in_order(queries.matching(request.actor, want), want))
    file = TemporaryFile()  # noqa: SIM115  # the response closes it
    workbook.write(file, rows)
    file.seek(0)
    name = f"{_('suppliers')} {timezone.localdate():%Y-%m-%d}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name)


def _kept(request: ActorRequest) -> str:
    """The address's query without what asks for nothing, so that it can be kept and sent to a colleague."""
    query = request.GET.copy()
    for name in [name for name, value in query.items() if not value]:
        del query[name]
    return query.urlencode()


def _choices(request: ActorRequest) -> dict[str, object]:
    actor = request.actor
    none = [("none", _("none"))]
    mine = [(queries.MINE, _("my categories"))] if actor.reach(MANAGE) else []
    out_of_reach = None if rules.can_add(actor) else rules.out_of_reach(actor, MANAGE)
    return {
        "stages": Stage.choices,
        "segments": [*Segment.choices, ("none", _("no segment"))],
        "grades": [*((grade, grade) for grade in queries.grades(actor)), ("none", _("not graded"))],
        "owners": [*((user.pk, user) for user in queries.owners(actor)), *none],
        "categories": [*mine, *((category.pk, category) for category in queries.categories(actor))],
        "preferences": [("yes", _("yes")), ("no", _("no"))],
        "may_add": rules.can_add(actor),
        "may_import": rules.can_import_list(actor),
        "out_of_reach": out_of_reach,
        "whom": administrators(actor) if out_of_reach else [],
        "may_merge": rules.can_merge(actor),
    }
