"""The customer's rules and ladder."""

from django.urls import URLPattern, path

from tandem.improvement.views import settings

customer: list[URLPattern] = [
    path("settings/", settings.rules_and_ladder, name="settings"),
    path("settings/rules/add/", settings.add_rule, name="add_rule"),
    path("settings/rules/<int:pk>/remove/", settings.remove_rule, name="remove_rule"),
    path("settings/ladder/add/", settings.add_rung, name="add_rung"),
    path("settings/ladder/<int:pk>/remove/", settings.remove_rung, name="remove_rung"),
]
