"""One supplier's page, and the tabs that are this room's own."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from tandem.accounts.models import Contact
from tandem.accounts.requests import ActorRequest
from tandem.relationships import history, rules, tabs
from tandem.relationships.forms import ContactForm, IdentifierForm, NumberForm
from tandem.relationships.models import Note

ENTRIES = 40


def detail(request: ActorRequest, slug: str) -> HttpResponse:
    """The page around the tabs; htmx loads the tab that `?tab=` names, the first where it names none."""
    relationship = tabs.find(request, slug)
    return render(request, "relationships/detail.html", tabs.shell(request, relationship))


def overview_tab(request: ActorRequest, slug: str) -> HttpResponse:
    actor = request.actor
    relationship = tabs.find(request, slug)
    supplier = relationship.supplier
    return tabs.answer(
        request,
        relationship,
        "overview",
        "relationships/overview_tab.html",
        {
            "notes": Note.objects.visible_to(actor)
            .filter(relationship=relationship)
            .select_related("author"),
            "contacts": Contact.objects.visible_to(actor).filter(organization=supplier),
            "numbers": relationship.numbers.in_force(),
            "aliases": relationship.aliases.all(),
            "identifiers": supplier.identifiers.all(),
            "categories": relationship.categories.all(),
            "sites": relationship.sites.all(),
            "since": relationship.stage_changes.order_by("at").first(),
            "contact_form": ContactForm(auto_id="contact_%s"),
            "number_form": NumberForm(actor=actor, auto_id="number_%s"),
            "identifier_form": IdentifierForm(auto_id="identifier_%s"),
            "may_manage": rules.can_manage(actor, relationship),
            "may_correct": rules.can_correct(actor, relationship),
            "may_number": rules.can_number_supplier(actor, relationship),
            "may_write_note": rules.can_write_note(actor, relationship),
        },
    )


def history_tab(request: ActorRequest, slug: str) -> HttpResponse:
    """Every change of the record as sentences, and the stages it went through."""
    relationship = tabs.find(request, slug)
    page = Paginator(history.entries(relationship, request.actor), ENTRIES).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "entries": [history.tell(entry) for entry in page],
        "stage_changes": relationship.stage_changes.all(),
    }
    return tabs.answer(request, relationship, "history", "relationships/history_tab.html", context)
