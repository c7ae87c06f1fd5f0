"""What stands behind a link, for whoever holds it: `/portal/link/…`."""

from django.urls import path

from tandem.portal.views import check_links, links

app_name = "links"
urlpatterns = [
    path("<str:token>/", links.open, name="open"),
    path("<str:token>/lines/<slug:kpi>/", links.card_lines_page, name="lines"),
    path("<str:token>/check/", check_links.check, name="check"),
    path("<str:token>/check/send/", check_links.check_send, name="check_send"),
    path("<str:token>/check/marked/<int:line>/remove/", check_links.check_take_back, name="check_take_back"),
    path("<str:token>/check/<slug:kpi>/", check_links.check_lines, name="check_lines"),
    path("<str:token>/thanks/", links.thanks, name="thanks"),
    path("<str:token>/again/", links.again, name="again"),
    path("<str:token>/join/", links.join, name="join"),
]
