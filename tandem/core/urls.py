from django.urls import path

from tandem.core import views

app_name = "core"
urlpatterns = [
    path("elements", views.elements, name="elements"),
    path("elements/tab/<slug:key>", views.elements_tab, name="elements_tab"),
]
