from tandem.facts.forms.mapping import MappingForm, TextForm
from tandem.facts.forms.others import MatchForm, RatesForm, UploadForm, WithdrawForm

__all__ = ["MappingForm", "MatchForm", "RatesForm", "TextForm", "UploadForm", "WithdrawForm"]
