"""The supplier's pages of its documents: what it holds, until when, who has it, and what they said."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from tandem.accounts.requests import ActorRequest
from tandem.accounts.rules import require
from tandem.accounts.views.answering import accepted
from tandem.core.kept_files import handed_out
from tandem.core.keys import key_of
from tandem.onboarding import actions
from tandem.onboarding.forms.documents import OwnDocumentForm, begins_after
from tandem.onboarding.models import Document
from tandem.onboarding.queries import documents as queries
from tandem.onboarding.rules import documents as rules
from tandem.relationships.models import Consent, Relationship


@require_GET
def documents(request: ActorRequest) -> HttpResponse:
    """Those in use, what lapses first at the top; below, what has been renewed."""
    today = timezone.localdate()
    current, earlier = queries.own(request.actor)
    context = {
        "current": queries.with_standing(current, today),
        "earlier": queries.with_standing(earlier, today),
        "may_keep": rules.can_keep_own(request.actor),
    }
    return render(request, "onboarding/documents/own.html", context)


def new_document(request: ActorRequest) -> HttpResponse:
    """Upload a document, or the renewal of one (`?replaces=`), and hand it to customers."""
    require(rules.can_keep_own(request.actor))
    own = Document.objects.filter(organization=request.actor.organization_id)
    customers = _customers(request)
    replaces = own.filter(pk=key_of(request.GET.get("replaces"))).first()
    initial = {"language": (get_language() or "en")[:2], "valid_from": timezone.localdate()}
    sharing = Consent.objects.in_force().filter(relationship__in=customers, subject=Consent.Subject.DOCUMENTS)
    handed = set(sharing.values_list("relationship", flat=True))
    if replaces is not None:
        handed |= set(replaces.reviews.values_list("relationship", flat=True))
        initial |= {
            "kind": replaces.kind,
            "number": replaces.number,
            "issuer": replaces.issuer,
            "language": replaces.language,
            "valid_from": begins_after(replaces, timezone.localdate()),
            "replaces": replaces.pk,
        }
    form = OwnDocumentForm(
        request.POST or None,
        request.FILES or None,
        initial={**initial, "to": list(handed)},
        renewable=own,
        customers=customers,
    )
    made: list[Document] = []

    def act() -> None:
        file = form.cleaned_data["file"]
        made.append(
            actions.hand_in(
                form.about,
                content=file.read(),
                file_name=file.name,
                to=form.cleaned_data["to"],
                replaces=form.cleaned_data["replaces"],
                by=request.actor,
                now=timezone.now(),
            )
        )

    if request.method == "POST" and accepted(form, act):
        messages.success(request, _("%(document)s is kept.") % {"document": made[0]})
        return redirect("onboarding_supplier:document", made[0].pk)
    context = {"form": form, "replaces": replaces}
    return render(request, "onboarding/documents/new_own.html", context, status=422 if form.is_bound else 200)


@require_GET
def document(request: ActorRequest, pk: int) -> HttpResponse:
    """One document: what it says, who has it and what they said, and who downloaded it."""
    found = _own(request, pk)
    today = timezone.localdate()
    reviews = queries.own_reviews(request.actor, found)
    handed = [review.relationship_id for review in reviews]
    context = {
        "document": found,
        "standing": queries.with_standing([found], today)[0],
        "reviews": reviews,
        "others": _customers(request).exclude(pk__in=handed),
        "may_keep": rules.can_keep_own(request.actor),
        "renewals": list(found.renewals.filter(organization=request.actor.organization_id)),
        "asks": found.renewal_asks.all(),
        "downloads": queries.downloads(request.actor, found),
        "resting": queries.resting_on(request.actor, found),
    }
    return render(request, "onboarding/documents/own_document.html", context)


@require_POST
def hand_document(request: ActorRequest, pk: int) -> HttpResponse:
    """To one more customer."""
    found = _own(request, pk)
    require(rules.can_hand_in(request.actor, found))
    relationship = get_object_or_404(_customers(request), customer__slug=request.POST.get("customer", ""))
    actions.hand_to(found, relationship, by=request.actor, now=timezone.now())
    messages.success(request, _("Handed to %(customer)s.") % {"customer": relationship.customer})
    return redirect("onboarding_supplier:document", found.pk)


@never_cache
@require_GET
def document_file(request: ActorRequest, pk: int) -> FileResponse:
    found = _own(request, pk)
    answer = handed_out(found.path, file_name=found.file_name, media_type=found.media_type)
    actions.record_download(found, by=request.actor)
    return answer


def _own(request: ActorRequest, pk: int) -> Document:
    return get_object_or_404(Document, pk=pk, organization=request.actor.organization_id)


def _customers(request: ActorRequest) -> QuerySet[Relationship]:
    rows = Relationship.objects.served_by(request.actor).select_related("customer", "supplier")
    return rows.order_by("customer__name")
