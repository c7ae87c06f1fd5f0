from django.urls import path, re_path

from tandem.accounts import views

app_name = "accounts"
urlpatterns = [
    path("organisation/", views.organization, name="organization"),
    path("organisation/edit/", views.edit_organization, name="edit_organization"),
    path("organisation/history/", views.organization_history, name="organization_history"),
    path("organisation/switch/", views.switch_organization, name="switch_organization"),
    path("identifiers/add/", views.add_identifier, name="add_identifier"),
    path("identifiers/<int:pk>/remove/", views.remove_identifier, name="remove_identifier"),
    path("contacts/add/", views.add_contact, name="add_contact"),
    path("contacts/<int:pk>/", views.edit_contact, name="edit_contact"),
    path("contacts/<int:pk>/remove/", views.remove_contact, name="remove_contact"),
    path("sites/", views.sites, name="sites"),
    path("sites/add/", views.add_site, name="add_site"),
    path("sites/<int:pk>/", views.site, name="site"),
    path("sites/<int:pk>/edit/", views.edit_site, name="edit_site"),
    path("sites/days/<int:pk>/remove/", views.remove_site_day, name="remove_site_day"),
    path("members/", views.members, name="members"),
    path("members/second-factor/", views.require_second_factor, name="require_second_factor"),
    path("members/add/", views.add_member, name="add_member"),
    path("members/<int:pk>/", views.member, name="member"),
    path("members/<int:pk>/roles/", views.change_roles, name="change_roles"),
    path("members/<int:pk>/remove/", views.remove_member, name="remove_member"),
    path("invitations/<int:pk>/resend/", views.resend_invitation, name="resend_invitation"),
    path("invitations/<int:pk>/revoke/", views.revoke_invitation, name="revoke_invitation"),
    path("invitation/<str:token>/", views.invitation, name="invitation"),
    path("roles/", views.roles, name="roles"),
    path("me/", views.me, name="me"),
    path("me/standing-in/", views.delegations, name="delegations"),
    path("me/standing-in/add/", views.hand_over, name="hand_over"),
    path("me/standing-in/<int:pk>/end/", views.end_delegation, name="end_delegation"),
    path("me/tokens/", views.my_tokens, name="my_tokens"),
    path("tokens/", views.service_tokens, name="service_tokens"),
    path("tokens/<int:pk>/revoke/", views.revoke_token, name="revoke_token"),
    path("language/", views.choose_language, name="choose_language"),
    path("directory/", views.not_offered, {"page": "directory"}, name="no_directory"),
    # These stand before allauth's own: an address is changed by nobody without a check, codes are not sent.
    re_path("^(email|confirm-email|login/code|directory/signup)/", views.not_offered, name="not_offered"),
]
