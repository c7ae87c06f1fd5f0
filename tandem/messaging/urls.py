from django.urls import path

from tandem.messaging import views

app_name = "messaging"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("read/", views.mark_all, name="mark_all"),
    path("<int:pk>/", views.open_notification, name="open"),
    path("<int:pk>/read/", views.mark_read, name="mark_read"),
    path("settings/", views.preferences, name="preferences"),
    path("webhooks/", views.webhooks, name="webhooks"),
    path("webhooks/add/", views.add_endpoint, name="add_endpoint"),
    path("webhooks/<int:pk>/", views.endpoint, name="endpoint"),
    path("webhooks/<int:pk>/edit/", views.edit_endpoint, name="edit_endpoint"),
    path("webhooks/<int:pk>/secret/", views.rotate_secret, name="rotate_secret"),
    path("webhooks/<int:pk>/switch/", views.switch_endpoint, name="switch_endpoint"),
    path("webhooks/<int:pk>/remove/", views.remove_endpoint, name="remove_endpoint"),
    path("webhooks/<int:pk>/ping/", views.ping_endpoint, name="ping_endpoint"),
    path("webhooks/deliveries/<int:pk>/", views.delivery, name="delivery"),
    path("webhooks/deliveries/<int:pk>/again/", views.deliver_again, name="deliver_again"),
]
