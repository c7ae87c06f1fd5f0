"""Suppliers' passports, bank accounts and registrations, at their customer."""

from django.urls import path

from tandem.onboarding.views import bank_changes, passports, registrations

urlpatterns = [
    path("passports/", passports.passports, name="passports"),
    path("passports/<int:pk>/accept/", passports.accept_passport, name="accept_passport"),
    path("passports/<int:pk>/refuse/", passports.refuse_passport, name="refuse_passport"),
    path("relationships/<slug:slug>/passport/", passports.passport_tab, name="passport_tab"),
    path(
        "relationships/<slug:slug>/bank-account/", bank_changes.enter_bank_account, name="enter_bank_account"
    ),
    path("bank-changes/", bank_changes.bank_changes, name="bank_changes"),
    path("bank-changes/<int:pk>/", bank_changes.bank_change, name="bank_change"),
    path("bank-changes/<int:pk>/call-back/", bank_changes.log_call_back, name="log_call_back"),
    path("bank-changes/<int:pk>/confirm/", bank_changes.confirm_bank_change, name="confirm_bank_change"),
    path("bank-changes/<int:pk>/refuse/", bank_changes.refuse_bank_change, name="refuse_bank_change"),
    path("registrations/", registrations.registrations, name="registrations"),
    path("registrations/page/", registrations.registration_page, name="registration_page"),
    path("registrations/<int:pk>/", registrations.registration, name="registration"),
    path("registrations/<int:pk>/accept/", registrations.accept_registration, name="accept_registration"),
    path("registrations/<int:pk>/refuse/", registrations.refuse_registration, name="refuse_registration"),
]
