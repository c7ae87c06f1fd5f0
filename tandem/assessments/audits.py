"""VDA 6.3 process audits as a scheme of assessments: the template of an edition, its questions laid out for the
elements and process steps of one audit, and what follows from the points.

Marks on the questions say which of the scheme's they are: `number`, `element`, `sub_element` (in P6), `starred`, and,
laid out, `part`: the process step's name in P6, "product" or "process" in P3 and P4. Particulars of an assessment are
`elements` (codes, all where empty) and `steps` (names, in the order of the process); `checked` says what is wrong with
those that somebody asks for.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tandem.assessments import vda63
from tandem.assessments.content import Content, Kind, Option, Question, Required, Section
from tandem.assessments.vda63 import Degree, Edition
from tandem.assessments.weighing import Given, Outcome, Part, Reason
from tandem.core.errors import Refused

TEN, CENT = Decimal(10), Decimal("0.01")
NOT_RATED = "ne"
MOST_STEPS, LONGEST_STEP = 12, 60
PARTS = {"product": ("Product", "产品"), "process": ("Process", "过程")}
WORDS = {
    10: ("Fully met", "完全满足"),
    8: ("Mainly met, minor deviations", "基本满足，轻微偏差"),
    6: ("Partly met, significant deviations", "部分满足，明显偏差"),
    4: ("Insufficiently met, major deviations", "满足不足，严重偏差"),
    0: ("Not met", "不满足"),
}


def content_of(edition: Edition) -> Content:
    """The template's questions: a section an element, P6 a section each sub-element."""
    return Content(tuple(_sections(edition)))


def checked(content: Content, particulars: Mapping[str, Any]) -> dict[str, Any]:
    """What an audit begins with: its elements in the scheme's order, and the steps that P6 is audited by. Raises
    Refused."""
    known = elements_of(content)
    wanted = [str(code) for code in particulars.get("elements") or ()]
    steps = [name for each in particulars.get("steps") or () if (name := " ".join(str(each).split()))]
    for code in wanted:
        if code not in known:
            raise Refused(
                _("This template has no process element %(element)s. Choose from %(known)s.")
                % {"element": code, "known": ", ".join(known)}
            )
    if not wanted:
        raise Refused(_("Choose at least one process element to audit."))
    stepped = stepped_element(content)
    if stepped in wanted:
        _require_steps(steps, stepped)
    elif steps:
        raise Refused(
            _("Process steps belong to %(element)s. Choose it too, or leave the steps out.")
            % {"element": stepped}
        )
    return {"elements": [code for code in known if code in wanted], "steps": steps}


def elements_of(content: Content) -> list[str]:
    """The codes of the process elements that a template asks about, in order."""
    return list(dict.fromkeys(str(s.marks["element"]) for s in content.sections if "element" in s.marks))


def stepped_element(content: Content) -> str:
    """The element that is audited once for each process step; empty where the template has none of it."""
    return next((str(s.marks["element"]) for s in content.sections if s.marks.get("stepped")), "")


def words(question: Question) -> str:
    """A question's text without its number and star, where a page sets these apart."""
    text, number = str(question), question.marks.get("number", "")
    for before in (f"{number} * ", f"{number} "):
        if number and text.startswith(before):
            return text[len(before) :]
    return text


def laid_out(content: Content, particulars: Mapping[str, Any]) -> Content:
    """Of the elements audited alone; those of P6 once for each process step, one step after the other, as one walks."""
    wanted = set(particulars.get("elements") or ())
    sections = [s for s in content.sections if not wanted or s.marks.get("element") in wanted]
    stepped = [section for section in sections if section.marks.get("stepped")]
    steps = [str(name) for name in particulars.get("steps") or ()]
    out: list[Section] = []
    for section in sections:
        if section not in stepped:
            out.append(_twice(section) if section.marks.get("twice") else section)
        elif section is stepped[0] and steps:
            out += [
                _for_step(each, place, step) for place, step in enumerate(steps, start=1) for each in stepped
            ]
        elif not steps:
            out.append(section)
    return Content(tuple(out))


def score(content: Content, given: Mapping[str, Given]) -> Outcome:
    """The degrees and the grade, with every downgrade as a reason. A question that is not rated drops out."""
    scheme, ratings, steps, starred = _read(content, given)
    result = vda63.evaluate(scheme, ratings, steps=steps, starred=starred)
    rated = sum(1 for each in given.values() if each.points is not None)
    counted = sum(1 for each in given.values() if not each.dropped)
    reasons = [_downgrade(each) for each in result.downgrades]
    reasons += [_degree("incomplete", each) for each in result.incomplete]
    reasons += [_degree("degree", each) for each in (*result.elements, *result.steps, *result.sub_elements)]
    percent = None if result.percent is None else result.percent.quantize(CENT, ROUND_HALF_UP)
    return Outcome(
        whole=Part("", percent, Decimal(counted), Decimal(rated)),
        sections=tuple(_part(section, given) for section in content.sections),
        grade=result.grade,
        reasons=(Reason("by_degree", {"grade": result.grade_by_degree}), *reasons),
    )


def say(reason: Reason) -> str:
    """Empty for what a page shows as a table: the degrees."""
    values = reason.values
    if reason.code == "by_degree" or reason.code == "degree":
        return ""
    named = place(values.get("kind", ""), values.get("name", ""))
    if reason.code == "incomplete":
        return _(
            "%(place)s: only %(rated)s of %(asked)s questions were rated; the scheme asks for two thirds."
        ) % {
            "place": named,
            "rated": values["rated"],
            "asked": values["asked"],
        }
    if values.get("element"):
        inside = _inside(values["element"], values["parts"])
        named = _("%(question)s (%(inside)s)") % {"question": named, "inside": inside}
    told = {"grade": values["to"], "place": named, "value": values["value"]}
    match values["rule"]:
        case "below":
            return _("Not better than %(grade)s: %(place)s reaches %(value)s%%.") % told
        case "starred":
            return _("Not better than %(grade)s: %(place)s is starred and has %(value)s points.") % told
    return _("Not better than %(grade)s: %(place)s has %(value)s points.") % told


def place(kind: str, name: str) -> str:
    """What a degree or question is called, in the present language."""
    match kind:
        case vda63.STEP:
            return _("process step “%(step)s”") % {"step": name}
        case vda63.ELEMENT | vda63.SUB_ELEMENT:
            titles = _titles().get(name)
            return f"{name} {titles}" if titles else name
    return _("question %(number)s") % {"number": name}


def _inside(element: str, parts: Sequence[str]) -> str:
    """Where a question stands: its element, and what of it was rated, each process step by its name."""
    chinese = (get_language() or "").startswith("zh")
    named = [PARTS[each][chinese] if each in PARTS else place(vda63.STEP, each) for each in parts]
    return " · ".join([place(vda63.ELEMENT, element), *named])


def degrees(reasons: tuple[Reason, ...], kind: str) -> list[Mapping[str, Any]]:
    """Of a result as it is kept: those of a kind, in order."""
    return [each.values for each in reasons if each.code == "degree" and each.values["kind"] == kind]


def _require_steps(steps: list[str], element: str) -> None:
    if not steps:
        raise Refused(
            _("%(element)s is audited step by step: name at least one process step, one on each line.")
            % {"element": element}
        )
    if len(steps) > MOST_STEPS:
        raise Refused(
            _(
                "An audit takes at most %(most)d process steps. Join some, or begin a second audit for the rest."
            )
            % {"most": MOST_STEPS}
        )
    seen: set[str] = set()
    for step in steps:
        if len(step) > LONGEST_STEP:
            raise Refused(
                _("A process step's name takes at most %(most)d characters. Shorten “%(step)s”.")
                % {"most": LONGEST_STEP, "step": step}
            )
        if step.casefold() in seen:
            raise Refused(
                _("The process step “%(step)s” stands there twice. Give each a name of its own.")
                % {"step": step}
            )
        seen.add(step.casefold())


def _sections(edition: Edition) -> Iterator[Section]:
    questions = edition.data["questions"]
    for element in edition.data["elements"]:
        code = element["code"]
        marks = {"edition": edition.code, "element": code}
        if code == edition.stepped:
            for sub in edition.data["sub_elements"]:
                own = [q for q in questions if q.get("sub_element") == sub["code"]]
                title, title_local = (f"{sub['code']} {sub[language]}" for language in ("en", "zh"))
                yield _section(
                    f"p{sub['code'].replace('.', '-')}", title, title_local, own, {**marks, "stepped": True}
                )
        else:
            own = [q for q in questions if q["element"] == code]
            twice = {"twice": list(edition.twice[code])} if code in edition.twice else {}
            title, title_local = (f"{code} {element[language]}" for language in ("en", "zh"))
            yield _section(code.lower(), title, title_local, own, {**marks, **twice})


def _section(
    code: str, title: str, title_local: str, questions: list[Mapping[str, Any]], marks: Mapping[str, Any]
) -> Section:
    return Section(
        code, title, title_local, questions=tuple(_question(each) for each in questions), marks=marks
    )


def _question(data: Mapping[str, Any]) -> Question:
    star = " *" if data["starred"] else ""
    return Question(
        code=data["number"],
        kind=Kind.CHOICE,
        text=f"{data['number']}{star} {data['en']}",
        text_local=f"{data['number']}{star} {data['zh']}",
        weight=Decimal(1),
        required=False,
        evidence=Required.WELCOME,
        options=(
            *(
                Option(str(points), f"{points} · {en}", f"{points} · {zh}", Decimal(points))
                for points, (en, zh) in WORDS.items()
            ),
            Option(NOT_RATED, "Not rated", "未评"),
        ),
        marks={
            "number": data["number"],
            "element": data["element"],
            "starred": data["starred"],
            **({"sub_element": data["sub_element"]} if "sub_element" in data else {}),
        },
    )


def _twice(section: Section) -> Section:
    questions = [
        replace(
            question,
            code=f"{question.code}@{part}",
            text=f"{question.text} · {PARTS[part][0]}",
            text_local=f"{question.text_local} · {PARTS[part][1]}",
            marks={**question.marks, "part": part},
        )
        for question in section.questions
        for part in section.marks["twice"]
    ]
    return replace(section, questions=tuple(questions))


def _for_step(section: Section, number: int, step: str) -> Section:
    """A step's own section; a code by the step's number, so that its name may hold anything."""
    return replace(
        section,
        code=f"{section.code}@{number}",
        title=f"{step} · {section.title}",
        title_local=f"{step} · {section.title_local}",
        questions=tuple(
            replace(question, code=f"{question.code}@{number}", marks={**question.marks, "part": step})
            for question in section.questions
        ),
        marks={**section.marks, "step": step},
    )


def _read(
    content: Content, given: Mapping[str, Given]
) -> tuple[Edition, dict[str, dict[str, int | None]], list[str], frozenset[str]]:
    ratings: dict[str, dict[str, int | None]] = {}
    steps: dict[str, None] = {}
    starred = set()
    code = next(
        (str(section.marks["edition"]) for section in content.sections if "edition" in section.marks),
        vda63.editions()[0],
    )
    scheme = vda63.edition(code)
    known = {question.number for question in scheme.questions}
    for section in content.sections:
        if section.marks.get("step"):
            steps[str(section.marks["step"])] = None
        for question in section.questions:
            number = str(question.marks.get("number", ""))
            if number not in known:  # the customer's own, asked beside the scheme's
                continue
            if question.marks.get("starred"):
                starred.add(number)
            points = given[question.code].points if question.code in given else None
            part = str(question.marks.get("part", ""))
            ratings.setdefault(number, {})[part] = None if points is None else int(points)
    return scheme, ratings, list(steps), frozenset(starred)


def _part(section: Section, given: Mapping[str, Given]) -> Part:
    """By its own points alone, without the scheme's averages over steps."""
    shown = [given[q.code] for q in section.questions if q.code in given and not given[q.code].dropped]
    points = [each.points for each in shown if each.points is not None]
    percent = (sum(points, Decimal(0)) * 10 / len(points)).quantize(CENT, ROUND_HALF_UP) if points else None
    return Part(section.code, percent, Decimal(len(shown)), Decimal(len(points)))


def _downgrade(found: vda63.Downgrade) -> Reason:
    value = (
        f"{found.value.quantize(Decimal('0.1'), ROUND_HALF_UP):f}"
        if found.rule == "below"
        else str(found.value)
    )
    return Reason(
        "downgrade",
        {
            "to": found.to,
            "rule": found.rule,
            "kind": found.place,
            "name": found.name,
            "value": value,
            **({"element": found.element, "parts": list(found.parts)} if found.element else {}),
        },
    )


def _degree(code: str, found: Degree) -> Reason:
    percent = None if found.percent is None else f"{found.percent.quantize(Decimal('0.1'), ROUND_HALF_UP):f}"
    return Reason(
        code,
        {
            "kind": found.kind,
            "name": found.name,
            "percent": percent,
            "rated": found.rated,
            "asked": found.asked,
        },
    )


def _titles() -> dict[str, str]:
    """By code; the editions agree on what elements are called."""
    language = "zh" if (get_language() or "").startswith("zh") else "en"
    data = vda63.edition(vda63.editions()[0]).data
    return {each["code"]: each[language] for each in (*data["elements"], *data["sub_elements"])}
