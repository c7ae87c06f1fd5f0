"""The sales team's customers; part of the supplier's own side."""

from django.urls import path

from tandem.portal.views import customer_accounts as views
from tandem.portal.views import private_records as records

urlpatterns = [
    path("accounts/", views.accounts, name="accounts"),
    path("accounts/matrix/", views.account_matrix, name="account_matrix"),
    path("accounts/steps/", views.steps, name="steps"),
    path("accounts/add/", views.add_account, name="add_account"),
    path("accounts/<int:pk>/", views.account, name="account"),
    path("accounts/<int:pk>/edit/", views.edit_account, name="edit_account"),
    path("accounts/<int:pk>/archive/", views.archive_account, name="archive_account"),
    path("accounts/<int:pk>/contacts/", views.add_account_contact, name="add_account_contact"),
    path(
        "accounts/<int:pk>/contacts/<int:contact>/", views.edit_account_contact, name="edit_account_contact"
    ),
    path(
        "accounts/<int:pk>/contacts/<int:contact>/remove/",
        views.remove_account_contact,
        name="remove_account_contact",
    ),
    path("accounts/<int:pk>/notes/", views.write_account_note, name="write_account_note"),
    path("accounts/<int:pk>/notes/<int:note>/remove/", views.remove_account_note, name="remove_account_note"),
    path("accounts/<int:pk>/steps/", views.plan_step, name="plan_step"),
    path("accounts/<int:pk>/steps/<int:step>/done/", views.finish_step, name="finish_step"),
    path("accounts/<int:pk>/judge/", views.judge, name="judge"),
    path("accounts/<int:pk>/file/", records.preview_records, name="preview_records"),
    path("accounts/<int:pk>/file/keep/", records.import_records, name="import_records"),
    path("accounts/<int:pk>/<slug:kind>/add/", records.add_record, name="add_record"),
    path("accounts/<int:pk>/<slug:kind>/<int:record>/", records.edit_record, name="edit_record"),
    path("accounts/<int:pk>/<slug:kind>/<int:record>/remove/", records.remove_record, name="remove_record"),
]
