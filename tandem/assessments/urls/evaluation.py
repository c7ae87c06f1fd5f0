"""The evaluation of suppliers, for their customer."""

from django.urls import path

from tandem.assessments.views import evaluation

customer = [
    path("", evaluation.evaluations, name="evaluations"),
    path("rows/", evaluation.evaluation_rows, name="evaluation_rows"),
    path("compare/", evaluation.compare, name="compare"),
    path("compare/pdf/", evaluation.evaluation_pdf, name="evaluation_pdf"),
    path("compare/excel/", evaluation.evaluation_workbook, name="evaluation_workbook"),
    path("suppliers/<slug:slug>/", evaluation.evaluation, name="evaluation"),
]
