from django.urls import include, path

from tandem.config import api

urlpatterns = [
    path("", include("tandem.analytics.urls")),
    path("accounts/", include("tandem.accounts.urls")),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("accounts/sign-ins/", include("allauth.usersessions.urls")),
    path("accounts/directory/", include("allauth.socialaccount.urls")),
    path("accounts/", include("tandem.accounts.directory_urls")),
    path("core/", include("tandem.core.urls")),
    path("messaging/", include("tandem.messaging.urls")),
    path("relationships/merging/", include("tandem.relationships.merging_urls")),
    path("relationships/", include("tandem.relationships.urls")),
    path("facts/", include("tandem.facts.urls")),
    path("scorecards/", include("tandem.scorecards.urls")),
    path("assessments/own/", include("tandem.assessments.urls.supplier")),
    path("assessments/", include("tandem.assessments.urls")),
    path("improvement/own/", include("tandem.improvement.urls.supplier")),
    path("improvement/", include("tandem.improvement.urls")),
    path("onboarding/register/", include("tandem.onboarding.urls.registering")),
    path("onboarding/own/", include("tandem.onboarding.urls.supplier")),
    path("onboarding/", include("tandem.onboarding.urls")),
    path("incentives/own/", include("tandem.incentives.urls.supplier")),
    path("incentives/", include("tandem.incentives.urls")),
    path("sourcing/", include("tandem.sourcing.urls")),
    path("portal/customer/", include("tandem.portal.urls.customer")),
    path("portal/link/", include("tandem.portal.urls.links")),
    path("portal/", include("tandem.portal.urls")),
    path("api/docs/", api.reference, name="api_reference"),
    path("api/v1/", api.urls),
]
