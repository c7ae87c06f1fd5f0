"""A customer's open door, for anybody: `/onboarding/register/…`."""

from django.urls import path

from tandem.onboarding.views import registering

app_name = "registering"
urlpatterns = [
    path("confirm/<str:token>/", registering.confirm, name="confirm"),
    path("<slug:slug>/", registering.register, name="register"),
    path("<slug:slug>/sent/", registering.sent, name="sent"),
]
