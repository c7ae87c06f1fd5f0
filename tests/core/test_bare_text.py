from pathlib import Path

from tools import bare_text


def template(tmp_path: Path, text: str) -> list[str]:
    path = tmp_path / "page.html"
    path.write_text(text)
    return [words for _line, words in bare_text.in_template(path)]


def python(tmp_path: Path, text: str) -> int:
    path = tmp_path / "views.py"
    path.write_text(text)
    return len(list(bare_text.in_python(path)))


def test_words_outside_a_tag_are_found(tmp_path: Path) -> None:
    assert template(tmp_path, "<p>Late {{ days }} days</p>") == ["Late days"]
    assert template(tmp_path, '<a title="Open it">{% translate "Open" %}</a>') == ["Open it"]
    assert template(tmp_path, '{% empty "No suppliers yet" hint=_("Import some") %}') == ["No suppliers yet"]


def test_a_percent_sign_in_a_tags_argument_is_found(tmp_path: Path) -> None:
    (found,) = template(tmp_path, '{% stat _("95 % bound") value %}')
    assert found.startswith('_("95 % bound")')
    assert template(tmp_path, '{% translate "95 % bound" as label %}{% stat label value %}') == []


def test_translated_text_code_and_names_may_stand(tmp_path: Path) -> None:
    fine = (
        '<div class="card"{% if x %} hidden{% endif %}>{% blocktranslate trimmed %}Late by {{ n }} days'
        "{% endblocktranslate %} <code>sum(quantity)</code> CSV {# a remark #}</div>{% stage row.stage row.label %}"
    )
    assert template(tmp_path, fine) == []


def test_python_must_translate_what_people_read(tmp_path: Path) -> None:
    assert python(tmp_path, 'raise Refused("No such run.")') == 1
    assert python(tmp_path, 'raise Refused(f"No run {pk}.")') == 1
    assert python(tmp_path, 'Field(label="Name")') == 1
    assert python(tmp_path, 'class Stage(TextChoices):\n    NEW = "new"\n    OLD = "old", "Old"') == 2
    assert (
        python(tmp_path, 'raise Refused(_("No such run."))\nField(label=_("Name"))\nF(help_text=other)') == 0
    )
