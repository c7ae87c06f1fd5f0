from tandem.assessments.models.answers import Answer, Evidence, Finding
from tandem.assessments.models.assessments import Assessment, Assessor
from tandem.assessments.models.questionnaires import Template

__all__ = ["Answer", "Assessment", "Assessor", "Evidence", "Finding", "Template"]
