"""Where anybody verifies a certificate by its code: `/incentives/verify/…`."""

from django.urls import path

from tandem.incentives.views import honours

app_name = "verifying"
urlpatterns = [
    path("", honours.verify, name="verify"),
    path("<str:code>/", honours.verified, name="certificate"),
]
