"""Tables as people send them: CSV in every dialect, spreadsheets and Parquet, read as text with row numbers."""

from tandem.core.reading.files import read
from tandem.core.reading.sources import Ragged, Source

__all__ = ["Ragged", "Source", "read"]
