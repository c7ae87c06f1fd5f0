from django.urls import path

from tandem.relationships import views

app_name = "relationships"
urlpatterns = [
    path("", views.list, name="list"),
    path("<slug:slug>/", views.detail, name="detail"),
]
