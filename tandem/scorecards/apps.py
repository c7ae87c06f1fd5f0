from django.apps import AppConfig


class ScorecardsConfig(AppConfig):
    name = "tandem.scorecards"
