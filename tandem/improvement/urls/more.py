"""Excel forms on both sides, and read-across."""

from django.urls import URLPattern, path

from tandem.improvement.views import elsewhere, report_forms

both: list[URLPattern] = [
    path("cases/<int:pk>/excel/<int:form>/", report_forms.export_case, name="export_case"),
    path("cases/<int:pk>/excel/", report_forms.import_case, name="import_case"),
]
customer: list[URLPattern] = [
    *both,
    path("forms/", report_forms.forms, name="forms"),
    path("forms/add/", report_forms.add_form, name="add_form"),
    path("forms/<int:pk>/field/", report_forms.place_field, name="place_field"),
    path("forms/<int:pk>/remove/", report_forms.remove_form, name="remove_form"),
    path("cases/<int:pk>/elsewhere/", elsewhere.look_elsewhere, name="look_elsewhere"),
    path("cases/<int:pk>/elsewhere/<int:proposal>/take-up/", elsewhere.take_up, name="take_up"),
    path("cases/<int:pk>/elsewhere/<int:proposal>/dismiss/", elsewhere.dismiss, name="dismiss"),
]
