from django.apps import AppConfig


class SourcingConfig(AppConfig):
    name = "tandem.sourcing"
