"""Statements: the same pages for a supplier's own, and for those that a customer keeps."""

from django.urls import path

from tandem.assessments.views import finances, statements

_kept = [
    path("new/", statements.add_statement, name="add_statement"),
    path("file/", statements.upload_statements, name="upload_statements"),
    path("file/take/", statements.take_statements, name="take_statements"),
    path("template/", statements.statement_template_file, name="statement_template"),
    path("<int:pk>/", statements.edit_statement, name="edit_statement"),
    path("<int:pk>/remove/", statements.remove, name="remove_statement"),
]
customer = [
    path("suppliers/<slug:slug>/finances/", finances.finances, name="finances"),
    *(
        path(f"suppliers/<slug:slug>/statements/{each.pattern}", each.callback, name=each.name)
        for each in _kept
    ),
]
supplier = [
    path("statements/", finances.statements, name="statements"),
    *(path(f"statements/{each.pattern}", each.callback, name=each.name) for each in _kept),
]
