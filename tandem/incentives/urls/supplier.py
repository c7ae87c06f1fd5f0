"""The supplier's pages of what its customers reward and impose: `/incentives/own/…`."""

from django.urls import path

from tandem.incentives.views import honours, improving, own, own_claims

app_name = "incentives_supplier"
urlpatterns = [
    path("", own.consequences, name="consequences"),
    path("<int:pk>/", own.consequence, name="consequence"),
    path("<int:pk>/accept/", own.accept, name="accept"),
    path("<int:pk>/appeal/", own.appeal, name="appeal"),
    path("cases/<int:pk>/", improving.of_own_case, name="of_case"),
    path("<int:pk>/lines.xlsx", own.export_lines, name="export_lines"),
    path("honours/", honours.own_honours, name="honours"),
    path("honours/<int:pk>/certificate.pdf", honours.own_certificate, name="certificate"),
    path("claims/", own_claims.claims, name="claims"),
    path("claims/<int:pk>/", own_claims.claim, name="claim"),
    path("claims/<int:pk>/attach/", own_claims.attach, name="attach_to_claim"),
    path("claims/<int:pk>/agree/", own_claims.agree, name="agree_to_claim"),
    path("claims/<int:pk>/offer/", own_claims.offer, name="offer_on_claim"),
    path("claims/<int:pk>/papers/<int:file>/", own_claims.paper, name="claim_paper"),
    path("statements/", own_claims.statements, name="statements"),
    path("statements/<int:pk>/", own_claims.statement, name="statement"),
    path("statements/<int:pk>/sign/", own_claims.agree_to_statement, name="agree_to_statement"),
    path("statements/<int:pk>/return/", own_claims.return_statement, name="return_statement"),
    path("statements/<int:pk>/print.pdf", own_claims.statement_pdf, name="statement_pdf"),
]
