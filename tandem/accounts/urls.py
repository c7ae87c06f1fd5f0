from django.urls import path

from tandem.accounts import views

app_name = "accounts"
urlpatterns = [
    path("organisation/switch", views.switch_organization, name="switch_organization"),
    path("language", views.choose_language, name="choose_language"),
]
