"""Django's own command, which installs an empty database in one step (`core/database/installing.py`)."""

from typing import Any

from django.core.management.commands import migrate
from django.db import connections

from tandem.core.database.installing import install

# What asks for something else than everything, now and for good.
OTHERWISE = ("app_label", "check_unapplied", "plan", "prune", "fake", "fake_initial")


class Command(migrate.Command):
    def handle(self, *arguments: Any, **options: Any) -> None:
        if not any(options[name] for name in OTHERWISE):
            done = install(connections[options["database"]])
            if done and options["verbosity"] >= 1:
                self.stdout.write(f"Made every table as {done} migrations leave it.")
        # Applies what is missing otherwise, and tells those who wait for the end of a migration.
        super().handle(*arguments, **options)
