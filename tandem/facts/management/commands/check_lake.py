"""For `tandem doctor`: are all files there that the lakes' newest and pinned versions name?"""

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Max, Q

from tandem.facts.models import LakeVersion
from tandem.facts.queries import lake_root
from tandem.lake import keeping


class Command(BaseCommand):
    help = "Check that every file of the lake is there and whole."

    def handle(self, *args: object, **options: object) -> None:
        newest = LakeVersion.objects.values("customer").annotate(newest=Max("pk")).values("newest")
        versions = LakeVersion.objects.filter(Q(pk__in=newest) | Q(pinned=True)).select_related("customer")
        found = []
        for version in versions:
            problems = keeping.problems(lake_root(version.customer.slug), version.tables)
            found += [f"{version}: {problem}" for problem in problems]
        if found:
            raise CommandError(
                f"{len(found)} files of the lake are missing or damaged, the first is {found[0]}: "
                "restore a backup, or import the customer's files again."
            )
        self.stdout.write(f"{versions.count()} versions checked, every file is there")
