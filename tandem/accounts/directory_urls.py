"""The way to one's own directory and back, under the names by which allauth knows them."""

from allauth.socialaccount.providers.openid_connect.views import login
from django.urls import path

from tandem.accounts.directory import callback

urlpatterns = [
    path("oidc/<str:provider_id>/login/", login, name="openid_connect_login"),
    path("oidc/<str:provider_id>/login/callback/", callback, name="openid_connect_callback"),
]
