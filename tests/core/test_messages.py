"""The translation tool, on a small invented room."""

from pathlib import Path

import polib
import pytest

from tools import messages


@pytest.fixture
def greeting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A room with a view and a template, in a house of its own."""
    room = tmp_path / "tandem" / "greeting"
    (room / "templates" / "greeting").mkdir(parents=True)
    (room / "__init__.py").write_text("")
    (room / "views.py").write_text('title = _("Good morning")\nngettext("%(n)s line", "%(n)s lines", 2)\n')
    (room / "templates" / "greeting" / "page.html").write_text(
        "<ul>\n    <li>it's {% translate 'Suppliers' %}\n  <li>\"{% ui_empty title=_('Nothing yet') %}\n"
        "{% blocktranslate trimmed with who=user.name %}\n  Hello\n  {{ who }}, 5% off\n"
        "{% endblocktranslate %}"
    )
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    monkeypatch.setattr(messages, "HOUSE", tmp_path / "tandem")
    return room


def catalogue(room: Path) -> polib.POFile:
    return polib.pofile(str(room / messages.CATALOGUE))


def translate(room: Path, **chinese: str) -> None:
    kept = catalogue(room)
    for entry in kept:
        text = chinese.get(entry.msgid.split()[0].strip("%()s"), entry.msgid)
        if entry.msgid_plural:
            entry.msgstr_plural = {0: chinese.get("plural", entry.msgid_plural)}
        else:
            entry.msgstr = text
    kept.save()


def test_strings_of_python_and_templates_are_collected(greeting: Path) -> None:
    assert messages.update("greeting") == "greeting: 5 strings, 5 without Chinese, 0 no longer used"
    kept = catalogue(greeting)
    assert {entry.msgid for entry in kept} == {
        "Good morning",
        "%(n)s line",
        "Suppliers",
        "Nothing yet",
        "Hello %(who)s, 5%% off",
    }
    assert kept.metadata["Language"] == "zh_Hans"
    assert kept.metadata["Plural-Forms"] == "nplurals=1; plural=0;"


def test_check_names_each_string_without_chinese(greeting: Path) -> None:
    messages.update("greeting")
    assert messages.main(["check", "greeting"]) == 1
    assert len(messages.faults("greeting")) == 5
    translate(greeting, Good="早上好", plural="%(n)s 行", Suppliers="供应商", Nothing="尚无内容")
    assert messages.faults("greeting") == []


def test_chinese_must_fill_the_same_places(greeting: Path) -> None:
    messages.update("greeting")
    translate(greeting, Hello="%(name)s，您好", plural="%(n)s 行")
    (fault,) = messages.faults("greeting")
    assert "must fill %(who)s" in fault


def test_translations_survive_an_update_and_come_back_when_their_string_does(greeting: Path) -> None:
    messages.update("greeting")
    translate(greeting, Good="早上好")
    view = greeting / "views.py"
    before = view.read_text()
    view.write_text("")
    assert messages.update("greeting") == "greeting: 3 strings, 0 without Chinese, 2 no longer used"
    view.write_text(before)
    messages.update("greeting")
    assert catalogue(greeting).find("Good morning").msgstr == "早上好"


def test_compiled_catalogue_holds_what_is_translated(greeting: Path) -> None:
    messages.update("greeting")
    translate(greeting, Good="早上好", plural="%(n)s 行")
    assert messages.main(["compile"]) == 0
    compiled = polib.mofile(str(greeting / messages.CATALOGUE.with_suffix(".mo")))
    assert compiled.find("Good morning").msgstr == "早上好"
