"""The supplier's own documents, and what its customers have approved it for."""

from django.urls import path

from tandem.onboarding.views import own_approvals, own_documents

urlpatterns = [
    path("documents/", own_documents.documents, name="documents"),
    path("documents/new/", own_documents.new_document, name="new_document"),
    path("documents/<int:pk>/", own_documents.document, name="document"),
    path("documents/<int:pk>/file/", own_documents.document_file, name="document_file"),
    path("documents/<int:pk>/hand/", own_documents.hand_document, name="hand_document"),
    path("approvals/", own_approvals.approvals, name="approvals"),
]
