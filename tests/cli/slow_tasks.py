from procrastinate.contrib.django import app

from tests.cli.slow_work import work


@app.task(name="tests.slow")
def slow() -> None:
    work()
