from django.urls import path

from tandem.analytics import views

app_name = "analytics"
urlpatterns = [
    path("", views.home, name="home"),
    path("analytics/figures/", views.figures, name="figures"),
]
