"""Suppliers' documents, at their customer."""

from django.urls import path

from tandem.onboarding.views import documents

urlpatterns = [
    path("documents/", documents.documents, name="documents"),
    path("documents/settings/", documents.document_settings, name="document_settings"),
    path("documents/<int:pk>/", documents.document, name="document"),
    path("documents/<int:pk>/file/", documents.document_file, name="document_file"),
    path("documents/<int:pk>/accept/", documents.accept_document, name="accept_document"),
    path("documents/<int:pk>/refuse/", documents.refuse_document, name="refuse_document"),
    path("relationships/<slug:slug>/documents/", documents.documents_tab, name="documents_tab"),
    path("relationships/<slug:slug>/documents/add/", documents.record_document, name="record_document"),
    path(
        "relationships/<slug:slug>/documents/<int:pk>/take-up/",
        documents.take_up_document,
        name="take_up_document",
    ),
]
