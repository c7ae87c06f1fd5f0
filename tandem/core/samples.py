"""Invented content for the style page. Nothing here is shown anywhere else."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django import forms

TABS = [("overview", "Overview"), ("performance", "Performance"), ("deliveries", "Deliveries")]
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
ON_TIME = [0.91, 0.93, 0.92, 0.95, 0.94, None, 0.9, 0.88, 0.86, 0.87, 0.84, 0.82]
CHARTS: dict[str, dict[str, Any]] = {
    "line": {
        "xAxis": {"data": MONTHS},
        "yAxis": {"min": 0.7, "max": 1},
        "legend": {},
        "series": [
            {"type": "line", "name": "Steelworks", "data": ON_TIME},
            {"type": "line", "name": "All suppliers", "data": [0.9 + i % 3 / 50 for i in range(12)]},
        ],
    },
    "bars": {
        "xAxis": {"data": ["A", "B", "C", "D", "E"]},
        "series": [
            {
                "type": "bar",
                "name": "Suppliers",
                "data": [
                    {"value": n, "itemStyle": {"color": f"@grade-{grade}"}}
                    for grade, n in zip("abcde", [14, 22, 11, 6, 2], strict=True)
                ],
            }
        ],
    },
    "shares": {
        "legend": {},
        "series": [
            {
                "type": "pie",
                "radius": ["55%", "80%"],
                "center": ["50%", "44%"],
                "label": {"show": False},
                "data": [
                    {"name": "Steelworks", "value": 4_200_000},
                    {"name": "东海精密制造", "value": 2_900_000},
                    {"name": "Northwind", "value": 1_400_000},
                    {"name": "Others", "value": 3_700_000},
                ],
            }
        ],
    },
}


class SampleForm(forms.Form):
    code = forms.CharField(label="Unified social credit code", help_text="18 characters, as on the licence.")
    country = forms.ChoiceField(label="Country", choices=[("CN", "China"), ("DE", "Germany")])
    note = forms.CharField(label="Note", widget=forms.Textarea(attrs={"rows": 2}), required=False)
    agreed = forms.BooleanField(label="Create suppliers that are not known yet", required=False)

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"])
        if len(code) != 18:
            raise forms.ValidationError(f"The code has 18 characters; this one has {len(code)}.")
        return code


def suppliers() -> list[dict[str, Any]]:
    rows = [
        ("上海东海精密制造有限公司", "Shanghai Donghai Precision", "approved", "Approved", "A", 94.2, 1.1),
        ("Nordwerk Stahlbau GmbH", "北方钢构", "probation", "On probation", "C", 71.5, -4.6),
        ("深圳华芯电子有限公司", "Shenzhen Huaxin Electronics", "suspended", "Suspended", "E", 38.0, -12.3),
        ("Ridgeline Fasteners Inc.", "", "qualified", "Qualified", "", None, None),
    ]
    keys = ("name", "other", "stage", "stage_label", "grade", "score", "change")
    spend = [Decimal("4210345.50"), Decimal("1203440"), Decimal("88210.4"), Decimal("0")]
    return [
        {**dict(zip(keys, row, strict=True)), "spend": amount, "course": ON_TIME[i:] + ON_TIME[:i]}
        for i, (row, amount) in enumerate(zip(rows, spend, strict=True))
    ]


def everything() -> dict[str, Any]:
    at = datetime(2026, 11, 23, 14, 5, tzinfo=UTC)
    return {
        "suppliers": suppliers(),
        "course": ON_TIME,
        "grades": [("A", 14), ("B", 22), ("C", 11), ("D", 6), ("E", 2), ("none", 5)],
        "charts": CHARTS,
        "steps": ["File", "Columns", "Preview", "Load"],
        "day": date(2026, 11, 23),
        "at": at,
        "amount": Decimal("1234567.80"),
        "entries": [
            {
                "at": at,
                "by": "Chen Wei",
                "title": "Moved to another stage",
                "tone": "warning",
                "icon": "flag",
                "changes": [("Stage", "Approved", "On probation")],
                "detail": "Three late months in a row; the countermeasure plan is due on Friday.",
            },
            {"at": at, "by": "Tandem", "title": "Scorecard published", "tone": "good", "icon": "award"},
            {"at": at, "by": "Anna Berg", "title": "Owner changed", "changes": [("Owner", "", "Anna Berg")]},
        ],
    }
