from django import forms
from django.utils.translation import gettext_lazy as _

from tandem.accounts import identifiers
from tandem.accounts.models import Site


class SiteForm(forms.ModelForm):  # type: ignore[type-arg]  # it takes none at run time
    country = forms.ChoiceField(
        label=_("Country"),
        choices=identifiers.country_choices,
        help_text=_("Its public holidays are days on which the site does not work."),
    )

    class Meta:
        model = Site
        fields = ["code", "name", "name_local", "country", "city"]
        help_texts = {"code": _("As it stands in the files that are imported.")}


class SiteDayForm(forms.Form):
    day = forms.DateField(label=_("Day"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    works = forms.TypedChoiceField(
        label=_("On this day the site"),
        choices=[("yes", _("works")), ("no", _("does not work"))],
        coerce=lambda text: text == "yes",
        initial="no",
    )
    reason = forms.CharField(label=_("Reason"), max_length=120, required=False)
