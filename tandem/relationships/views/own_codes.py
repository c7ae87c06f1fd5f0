"""What belongs to the customer as a whole: its categories, and the numbers it marked as internal."""

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tandem.accounts.requests import ActorRequest
from tandem.relationships import actions, rules
from tandem.relationships.forms import CategoryForm, NumberForm
from tandem.relationships.models import Category, SupplierNumber


def categories(request: ActorRequest) -> HttpResponse:
    """All categories with how many suppliers each has; the form adds one, or renames the one with its code."""
    form = CategoryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        category = actions.save_category(
            values["code"], by=request.actor, name=values["name"], name_local=values["name_local"]
        )
        messages.success(request, _("“%(category)s” is saved.") % {"category": category})
        return redirect("relationships:categories")
    # Grouping drops the model's own order.
    rows = (
        Category.objects.visible_to(request.actor).annotate(suppliers=Count("relationships")).order_by("code")
    )
    context = {"categories": rows, "form": form, "may_add": rules.can_keep_categories(request.actor)}
    return render(request, "relationships/categories.html", context, status=422 if form.errors else 200)


@require_POST
def remove_category(request: ActorRequest, pk: int) -> HttpResponse:
    category = get_object_or_404(Category.objects.visible_to(request.actor), pk=pk)
    actions.remove_category(category, by=request.actor)
    return redirect("relationships:categories")


def internal_numbers(request: ActorRequest) -> HttpResponse:
    """Supplier numbers that are no supplier's: the customer's own warehouses, for example."""
    form = NumberForm(request.POST or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        actions.mark_internal(source=values["source"], key=values["key"], by=request.actor)
        return redirect("relationships:internal_numbers")
    marks = SupplierNumber.objects.visible_to(request.actor).in_force().filter(internal=True)
    context = {"marks": marks, "form": form, "may_number": rules.can_mark_internal(request.actor)}
    return render(request, "relationships/internal_numbers.html", context, status=422 if form.errors else 200)


@require_POST
def end_internal(request: ActorRequest, pk: int) -> HttpResponse:
    marks = SupplierNumber.objects.visible_to(request.actor).in_force().filter(internal=True)
    actions.forget_number(get_object_or_404(marks, pk=pk), by=request.actor)
    return redirect("relationships:internal_numbers")
