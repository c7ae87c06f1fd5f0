"""What stands behind a link, for whoever holds it: `/portal/link/…`."""

from django.urls import path

from tandem.portal.views import links

app_name = "links"
urlpatterns = [
    path("<str:token>/", links.open, name="open"),
    path("<str:token>/lines/<slug:kpi>/", links.card_lines_page, name="lines"),
    path("<str:token>/thanks/", links.thanks, name="thanks"),
    path("<str:token>/again/", links.again, name="again"),
    path("<str:token>/join/", links.join, name="join"),
]
