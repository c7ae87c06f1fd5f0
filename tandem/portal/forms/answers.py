"""What a supplier fills in, by the kind of the request; the same signed in and behind a link."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tandem.accounts.actor import Actor
from tandem.core.file_kinds import LARGEST
from tandem.core.inputs import DateInput
from tandem.portal import actions
from tandem.portal.actions import LineAnswer
from tandem.portal.models import QUESTIONS, Ask, AskedLine
from tandem.portal.models.certificate_kinds import CertificateKind

Verdict = AskedLine.Verdict


class AnswerForm(forms.Form):
    remark = forms.CharField(
        label=gettext_lazy("Remark to the customer"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, ask: Ask, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask = ask

    def submit(self, *, by: Actor, now: datetime, via: str) -> None:
        """Raises Refused."""
        actions.mark_read(self.ask, remark=self.cleaned_data["remark"], by=by, now=now, via=via)


@dataclass(frozen=True)
class Row:
    line: AskedLine
    verdict: BoundField
    remark: BoundField
    proposed_on: BoundField | None

    @property
    def chosen(self) -> str:
        return str(self.verdict.value() or "")

    @property
    def errors(self) -> list[str]:
        fields = (self.verdict, self.remark, self.proposed_on)
        return [str(error) for field in fields if field is not None for error in field.errors]


class LinesForm(AnswerForm):
    """One verdict a line; one tick gives all lines left unmarked the good one."""

    good: ClassVar[Verdict] = Verdict.RIGHT
    other: ClassVar[Verdict] = Verdict.WRONG
    with_dates: ClassVar[bool] = False
    rest = forms.BooleanField(required=False)

    def __init__(self, ask: Ask, *args: Any, **kwargs: Any) -> None:
        super().__init__(ask, *args, **kwargs)
        self.lines = list(ask.lines.all())
        choices = [(one.value, one.label) for one in (self.good, self.other)]
        for line in self.lines:
            self.fields[f"verdict_{line.pk}"] = forms.ChoiceField(
                choices=choices, required=False, initial=line.verdict
            )
            self.fields[f"remark_{line.pk}"] = forms.CharField(
                required=False, max_length=500, initial=line.remark
            )
            if self.with_dates:
                self.fields[f"date_{line.pk}"] = forms.DateField(
                    required=False, widget=DateInput(), initial=line.proposed_on
                )

    @property
    def choices(self) -> list[tuple[str, str]]:
        return [(one.value, str(one.label)) for one in (self.good, self.other)]

    @property
    def rows(self) -> list[Row]:
        return [
            Row(
                line,
                self[f"verdict_{line.pk}"],
                self[f"remark_{line.pk}"],
                self[f"date_{line.pk}"] if self.with_dates else None,
            )
            for line in self.lines
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for line in self.lines:
            verdict, remark = f"verdict_{line.pk}", f"remark_{line.pk}"
            if not cleaned.get(verdict) and verdict not in self.errors:
                if cleaned.get("rest"):
                    cleaned[verdict] = self.good.value
                else:
                    self.add_error(verdict, _("This line has no answer yet."))
            if cleaned.get(verdict) == self.other and not cleaned.get(remark):
                self.add_error(remark, self.say_why)
            if self.with_dates and cleaned.get(verdict) == self.other and not cleaned.get(f"date_{line.pk}"):
                self.add_error(f"date_{line.pk}", _("Give the other date."))
        return cleaned

    @property
    def say_why(self) -> str:
        return _("Say what is wrong with it.")

    @property
    def answers(self) -> dict[int, LineAnswer]:
        given = self.cleaned_data
        return {
            line.pk: LineAnswer(
                given[f"verdict_{line.pk}"], given[f"remark_{line.pk}"], given.get(f"date_{line.pk}")
            )
            for line in self.lines
        }

    def submit(self, *, by: Actor, now: datetime, via: str) -> None:
        actions.check_lines(
            self.ask, self.answers, remark=self.cleaned_data["remark"], by=by, now=now, via=via
        )


class DatesForm(LinesForm):
    good = Verdict.CONFIRMED
    other = Verdict.OTHER_DATE
    with_dates = True

    @property
    def say_why(self) -> str:
        return _("Give the reason for the other date.")

    def submit(self, *, by: Actor, now: datetime, via: str) -> None:
        actions.confirm_dates(
            self.ask, self.answers, remark=self.cleaned_data["remark"], by=by, now=now, via=via
        )


class SurveyForm(AnswerForm):
    remark = None  # type: ignore[assignment]  # what is said in a survey is not said to the customer by name
    comment = forms.CharField(
        label=gettext_lazy("Comment"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "Shown only among at least five comments, in no order and without a name. Do not write who you are."
        ),
    )

    def __init__(self, ask: Ask, *args: Any, **kwargs: Any) -> None:
        super().__init__(ask, *args, **kwargs)
        for field, _name, _question in QUESTIONS:
            self.fields[field] = forms.TypedChoiceField(
                choices=[(str(score), str(score)) for score in range(1, 6)],
                coerce=int,
                error_messages={"required": _("Choose from 1 to 5.")},
            )

    @property
    def questions(self) -> list[tuple[str, str, BoundField]]:
        return [(str(name), str(question), self[field]) for field, name, question in QUESTIONS]

    def submit(self, *, by: Actor, now: datetime, via: str) -> None:
        given = self.cleaned_data
        scores = {field: given[field] for field, *_rest in QUESTIONS}
        actions.answer_survey(self.ask, scores, comment=given["comment"], by=by, now=now, via=via)


class CertificateForm(AnswerForm):
    kind = forms.ChoiceField(label=gettext_lazy("Certificate"), choices=CertificateKind.choices)
    number = forms.CharField(label=gettext_lazy("Number of the certificate"), max_length=80)
    issuer = forms.CharField(label=gettext_lazy("Issued by"), max_length=160)
    valid_from = forms.DateField(label=gettext_lazy("Valid from"), widget=DateInput())
    valid_until = forms.DateField(
        label=gettext_lazy("Valid until"),
        required=False,
        widget=DateInput(),
        help_text=gettext_lazy("Left empty, it has no end."),
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
        help_text=gettext_lazy("PDF, PNG or JPEG, up to 10 MB. A photo from your phone will do."),
    )
    field_order = ("kind", "number", "issuer", "valid_from", "valid_until", "file", "remark")

    def __init__(self, ask: Ask, *args: Any, **kwargs: Any) -> None:
        super().__init__(ask, *args, **kwargs)
        self.fields["kind"].initial = ask.certificate_kind

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:  # before it is read into memory
            raise forms.ValidationError(_("The file is larger than 10 MB. Send a smaller scan."))
        return file

    def submit(self, *, by: Actor, now: datetime, via: str) -> None:
        given = dict(self.cleaned_data)
        file = given.pop("file")
        actions.hand_in_certificate(
            self.ask,
            given,
            file_name=file.name,
            content=file.read(),
            remark=given["remark"],
            by=by,
            now=now,
            via=via,
        )


FORMS: dict[str, type[AnswerForm]] = {
    Ask.Kind.CHECK_DATA: LinesForm,
    Ask.Kind.CONFIRM_DATE: DatesForm,
    Ask.Kind.SURVEY: SurveyForm,
    Ask.Kind.CERTIFICATE: CertificateForm,
    Ask.Kind.SCORECARD: AnswerForm,
}


def form_for(ask: Ask, data: Any = None, files: Any = None) -> AnswerForm:
    return FORMS[ask.kind](ask, data, files)
