"""The supplier's own passport, its bank accounts, and whom it shows what."""

from django.urls import path

from tandem.onboarding.views import own_bank_accounts, own_passport, sharing

urlpatterns = [
    path("", own_passport.passport, name="passport"),
    path("passport/<slug:section>/", own_passport.passport_section, name="passport_section"),
    path("publish/", own_passport.publish_passport, name="publish_passport"),
    path("versions/<int:number>/", own_passport.passport_version, name="passport_version"),
    path("sharing/", sharing.sharing, name="sharing"),
    path("sharing/<slug:slug>/", sharing.share, name="share"),
    path("bank-accounts/", own_bank_accounts.bank_accounts, name="bank_accounts"),
    path("bank-accounts/add/", own_bank_accounts.add_bank_account, name="add_bank_account"),
    path("bank-accounts/<int:pk>/", own_bank_accounts.bank_account, name="bank_account"),
    path("bank-accounts/<int:pk>/name/", own_bank_accounts.propose_bank_account, name="propose_bank_account"),
    path("bank-accounts/<int:pk>/retire/", own_bank_accounts.retire_bank_account, name="retire_bank_account"),
    path(
        "bank-changes/<int:pk>/withdraw/", own_bank_accounts.withdraw_bank_change, name="withdraw_bank_change"
    ),
]
