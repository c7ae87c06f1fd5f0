"""Build the demonstration in a process of its own, started by `tandem demo`, whose process then stays small."""

import sys
from datetime import datetime

import django


def main() -> int:
    django.setup()
    # After Django is set up: these read models.
    from tandem.core.errors import Refused
    from tandem.demonstration.building import build_in_data_folder
    from tandem.demonstration.progress import Reporter
    from tandem.lake.errors import LakeRefused

    reporter = Reporter()
    try:
        build_in_data_folder(reporter.report, today=datetime.now().astimezone().date())
    except (Refused, LakeRefused) as error:
        reporter.finish()
        print(error.message, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        reporter.finish()
        print("Stopped; run it again and it goes on from here.", file=sys.stderr)
        return 130
    reporter.finish()
    return 0


if __name__ == "__main__":
    sys.exit(main())
