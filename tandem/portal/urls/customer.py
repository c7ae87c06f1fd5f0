"""The customer's pages of what it does together with its suppliers: `/portal/customer/…`."""

from django.urls import path

from tandem.portal.views import (
    asking,
    certificates,
    check_links_made,
    conduct,
    inviting,
    links_made,
    surveying,
)

app_name = "portal_customer"
urlpatterns = [
    path("needs/", asking.needs_list, name="needs"),
    path("asks/", asking.asks, name="asks"),
    path("asks/new/<slug:kind>/", asking.ask_suppliers, name="ask_suppliers"),
    path("asks/<int:pk>/", asking.ask, name="ask"),
    path("asks/<int:pk>/accept/", asking.accept_answer, name="accept_answer"),
    path("asks/<int:pk>/return/", asking.return_answer, name="return_answer"),
    path("asks/<int:pk>/withdraw/", asking.withdraw_ask, name="withdraw_ask"),
    path("asks/<int:pk>/certificates/<int:certificate>/", certificates.certificate, name="certificate"),
    path("asks/<int:pk>/links/", links_made.make_link, name="make_link"),
    path("asks/<int:pk>/links/<int:link>/renew/", links_made.renew_link, name="renew_link"),
    path("asks/<int:pk>/links/<int:link>/revoke/", links_made.revoke_link, name="revoke_link"),
    path("checks/<int:pk>/link/", check_links_made.link_check, name="link_check"),
    path("runs/<int:pk>/check-links/", check_links_made.mail_check_links, name="mail_check_links"),
    path("surveys/", surveying.surveys, name="surveys"),
    path("surveys/open/", surveying.open_survey, name="open_survey"),
    path("surveys/<int:pk>/", surveying.survey, name="survey"),
    path("surveys/<int:pk>/close/", surveying.close_survey, name="close_survey"),
    path("relationships/<slug:slug>/requests/", asking.requests_tab, name="requests_tab"),
    path("relationships/<slug:slug>/ask/<slug:kind>/", asking.new_ask, name="new_ask"),
    path("relationships/<slug:slug>/invite/", inviting.invite, name="invite"),
    path("conduct/", conduct.own_conduct, name="conduct"),
    path("conduct/<slug:kpi>/", conduct.own_conduct_lines, name="own_conduct_lines"),
    path("conduct/<slug:kpi>/export/", conduct.export_own_conduct_lines, name="export_own_conduct_lines"),
]
