from django.urls import path

from tandem.analytics import views

app_name = "analytics"
urlpatterns = [
    path("", views.home, name="home"),
    path("analytics/needs/", views.needs_list, name="needs"),
    path("analytics/figures/", views.figures, name="figures"),
]
