from pathlib import Path

from tandem.demonstration.customers import people
from tandem.demonstration.stories import STORIES
from tandem.demonstration.world import World

PAGE = (Path(__file__).parents[2] / "docs" / "demonstration.md").read_text("utf-8")


def test_the_page_tells_every_story_as_the_table_does(world: World) -> None:
    names = {supplier.key: f"{supplier.name} {supplier.name_zh}" for supplier in world.suppliers}
    for story in STORIES:
        row = next(
            line for line in PAGE.splitlines() if line.startswith(f"| {story.title} {story.title_zh} |")
        )
        assert f"| {names.get(story.supplier, '—')} |" in row
        assert row.endswith(f"| {story.truth} | {story.where} |")


def test_the_page_names_everybody_who_can_sign_in() -> None:
    for person in people():
        assert f"| {person.name} | `{person.email}` |" in PAGE
