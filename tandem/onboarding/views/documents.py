"""The customer's pages of its suppliers' documents: what waits for review, what lapses, what has lapsed."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from tandem.accounts.requests import ActorRequest
from tandem.accounts.rules import require
from tandem.accounts.views.answering import accepted
from tandem.core.kept_files import handed_out
from tandem.core.keys import key_of
from tandem.onboarding import actions
from tandem.onboarding.forms.documents import DocumentForm, GraceForm, begins_after
from tandem.onboarding.models import Document, DocumentKind, DocumentReview
from tandem.onboarding.queries import approved_list
from tandem.onboarding.queries import documents as queries
from tandem.onboarding.rules import approvals as approval_rules
from tandem.onboarding.rules import documents as rules
from tandem.relationships import tabs
from tandem.relationships.models import Relationship

PER_PAGE = 25


@require_GET
def documents(request: ActorRequest) -> HttpResponse:
    today = timezone.localdate()
    state = request.GET.get("state", "")
    rows = queries.narrowed(
        queries.reviews(request.actor),
        state=state,
        kind=request.GET.get("kind", ""),
        words=request.GET.get("q", ""),
        today=today,
    )
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": queries.with_standing_of(page, today),
        "counts": queries.counts(request.actor, today),
        "states": queries.state_choices(),
        "kinds": DocumentKind.choices,
        "any": bool(rows.count()) or DocumentReview.objects.visible_to(request.actor).exists(),
        "grace": queries.grace_days(request.actor.organization_id),
        "may_set": rules.can_set_grace(request.actor),
    }
    if request.htmx and request.htmx.target == "results":
        return render(request, "onboarding/documents/rows.html", context)
    return render(request, "onboarding/documents/list.html", context)


@require_GET
def documents_tab(request: ActorRequest, slug: str) -> HttpResponse:
    """One supplier's documents: a tab of its page."""
    relationship = tabs.find(request, slug)
    today = timezone.localdate()
    context = {
        "rows": queries.with_standing_of(
            queries.reviews(request.actor).filter(relationship=relationship), today
        ),
        "shared": queries.with_standing(queries.shared_only(request.actor, relationship), today),
        "one": True,
        "approvals": approved_list.of_relationship(request.actor, relationship),
        "may_approve": approval_rules.can_approve(request.actor, relationship),
        "may_review": rules.can_review(request.actor, relationship),
    }
    return tabs.answer(request, relationship, "documents", "onboarding/documents/tab.html", context)


@require_GET
def document(request: ActorRequest, pk: int) -> HttpResponse:
    """One document: what it says, what was decided, and what rests on it."""
    review = _review(request, pk)
    found = review.document
    context = {
        "review": review,
        "document": found,
        "standing": queries.with_standing([found], timezone.localdate())[0],
        "may_review": rules.can_review(request.actor, review.relationship),
        "resting": queries.resting_on(request.actor, found),
        "asks": found.renewal_asks.all(),
        "renewals": queries.reviews(request.actor).filter(
            document__replaces=found, relationship=review.relationship
        ),
        "earlier": queries.reviews(request.actor).filter(
            document=found.replaces_id, relationship=review.relationship
        ),
        "downloads": queries.downloads(request.actor, found),
        "recorded_by_us": found.recorded_by_id == request.actor.organization_id,
    }
    return render(request, "onboarding/documents/document.html", context)


@require_POST
def accept_document(request: ActorRequest, pk: int) -> HttpResponse:
    review = _review(request, pk)
    actions.accept_document(
        review, reason=request.POST.get("reason", ""), by=request.actor, now=timezone.now()
    )
    messages.success(request, _("Accepted: %(document)s.") % {"document": review.document})
    return redirect(review)


@require_POST
def refuse_document(request: ActorRequest, pk: int) -> HttpResponse:
    review = _review(request, pk)
    actions.refuse_document(
        review, reason=request.POST.get("reason", ""), by=request.actor, now=timezone.now()
    )
    messages.success(request, _("Refused: %(document)s.") % {"document": review.document})
    return redirect(review)


@never_cache
@require_GET
def document_file(request: ActorRequest, pk: int) -> FileResponse:
    found = _review(request, pk).document
    answer = handed_out(found.path, file_name=found.file_name, media_type=found.media_type)
    actions.record_download(found, by=request.actor)
    return answer


@require_POST
def take_up_document(request: ActorRequest, slug: str, pk: int) -> HttpResponse:
    """Look at a document that the supplier shares, and say what one thinks of it."""
    relationship = tabs.find(request, slug)
    shared = Document.objects.visible_to(request.actor).filter(organization=relationship.supplier_id)
    found = get_object_or_404(shared, pk=pk)
    return redirect(actions.see_shared(found, relationship, by=request.actor, now=timezone.now()))


def record_document(request: ActorRequest, slug: str) -> HttpResponse:
    """Upload what the supplier sent some other way, on its behalf."""
    relationship = tabs.find(request, slug)
    require(rules.can_review(request.actor, relationship), rules.why_not_review(request.actor))
    known = Document.objects.visible_to(request.actor).filter(organization=relationship.supplier_id)
    replaces = known.filter(pk=key_of(request.GET.get("replaces"))).first()
    initial: dict[str, object] = {"language": _language(relationship), "valid_from": timezone.localdate()}
    if replaces is not None:
        initial = {
            "kind": replaces.kind,
            "number": replaces.number,
            "issuer": replaces.issuer,
            "language": replaces.language,
            "valid_from": begins_after(replaces, timezone.localdate()),
            "replaces": replaces.pk,
        }
    form = DocumentForm(request.POST or None, request.FILES or None, initial=initial, renewable=known)
    made: list[DocumentReview] = []

    def act() -> None:
        file = form.cleaned_data["file"]
        made.append(
            actions.record_document(
                relationship,
                form.about,
                content=file.read(),
                file_name=file.name,
                replaces=form.cleaned_data["replaces"],
                by=request.actor,
                now=timezone.now(),
            )
        )

    if request.method == "POST" and accepted(form, act):
        messages.success(
            request, _("%(document)s is kept. Accept it, or refuse it.") % {"document": made[0].document}
        )
        return redirect(made[0])
    context = {"form": form, "relationship": relationship, "replaces": replaces}
    return render(request, "onboarding/documents/record.html", context, status=422 if form.is_bound else 200)


def document_settings(request: ActorRequest) -> HttpResponse:
    """The days of grace."""
    require(rules.can_set_grace(request.actor), rules.why_not_review(request.actor))
    days = queries.grace_days(request.actor.organization_id)
    form = GraceForm(request.POST or None, initial={"grace_days": days})
    if request.method == "POST" and accepted(
        form, lambda: actions.set_grace(form.cleaned_data["grace_days"], by=request.actor)
    ):
        messages.success(request, _("Saved."))
        return redirect("onboarding:documents")
    return render(
        request, "onboarding/documents/settings.html", {"form": form}, status=422 if form.is_bound else 200
    )


def _review(request: ActorRequest, pk: int) -> DocumentReview:
    return get_object_or_404(queries.reviews(request.actor), pk=pk)


def _language(relationship: Relationship) -> str:
    return {"CN": "zh", "DE": "de", "FR": "fr", "IT": "it", "ES": "es", "JP": "ja", "KR": "ko"}.get(
        relationship.supplier.country, "en"
    )
