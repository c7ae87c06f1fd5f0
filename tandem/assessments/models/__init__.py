from tandem.assessments.models.answers import Answer, Evidence, Finding
from tandem.assessments.models.assessments import Assessment, Assessor
from tandem.assessments.models.capacity import (
    CommittedLoad,
    CustomerLoad,
    Equipment,
    Plant,
    Process,
    ProductLine,
    Shift,
)
from tandem.assessments.models.kept import Kept
from tandem.assessments.models.past import CapacityPast, Past, QualityPast
from tandem.assessments.models.quality_system import (
    Instrument,
    Measurements,
    Mechanism,
    Standard,
    StandardName,
)
from tandem.assessments.models.questionnaires import Template
from tandem.assessments.models.references import Reference
from tandem.assessments.models.statements import Statement

__all__ = [
    "Answer",
    "Assessment",
    "Assessor",
    "CapacityPast",
    "CommittedLoad",
    "CustomerLoad",
    "Equipment",
    "Evidence",
    "Finding",
    "Instrument",
    "Kept",
    "Measurements",
    "Mechanism",
    "Past",
    "Plant",
    "Process",
    "ProductLine",
    "QualityPast",
    "Reference",
    "Shift",
    "Standard",
    "StandardName",
    "Statement",
    "Template",
]
