# ruff: noqa: E501 - a table reads best one row a line
"""8D reports as the suppliers wrote them."""

from collections.abc import Mapping
from typing import Any

Report = Mapping[str, Mapping[str, Any]]

# `{days}` in a date counts from the opening.
BORE: Report = {
    "D0": {
        "response": "立即停止 4 号、7 号机床的发货，在库 1,240 件全部隔离；已通知乌尔姆与苏州工厂。",
        "taken_on": "{0}",
        "affected": "批次 2611-A 至 2611-D，在途 360 件",
    },
    "D1": {
        "team": [
            {"name": "郑凯 Kai Zheng", "function": "质量", "part": "组长"},
            {"name": "孙磊", "function": "机加工"},
            {"name": "吴静", "function": "工艺"},
        ]
    },
    "D2": {
        "problem": "GH-220-A 轴承孔 Ø72 超上差 3–7 µm，装配时轴承外圈松动。",
        "facts": [
            {"asked": "what", "is": "轴承孔 Ø72 偏大", "is_not": "端面平面度、中心距合格"},
            {"asked": "where", "is": "4 号与 7 号加工中心", "is_not": "其余 5 台机床"},
            {"asked": "when", "is": "换刀后第 3 班起", "is_not": "换刀后前两班"},
            {"asked": "extent", "is": "抽检 125 件中 9 件", "is_not": "GH-310-B 无异常"},
        ],
    },
}
VALVES: Report = {
    "D0": {
        "response": "All blocks in stock are blocked; 40 were deburred by hand and sent to Ulm the same evening.",
        "taken_on": "{0}",
        "affected": "Lots 26-118 to 26-124, 320 valve blocks",
    },
    "D1": {
        "team": [
            {"name": "Anselm Bergner", "function": "Sales", "part": "leader"},
            {"name": "Ute Maier", "function": "Deburring"},
            {"name": "Jörg Seitz", "function": "Quality"},
        ]
    },
    "D2": {
        "problem": "Burrs at the cross bores of VB-40 come loose and block the pilot valve.",
        "facts": [
            {"asked": "what", "is": "VB-40 and VB-52", "is_not": "Pumps, cylinders"},
            {"asked": "where", "is": "Cross bore 3, at the exit", "is_not": "Spool bore, ports"},
            {"asked": "when", "is": "Since the new drill was released", "is_not": "Before June"},
            {"asked": "extent", "is": "Six of 120 blocks looked at", "is_not": "Blocks deburred by flow"},
        ],
    },
    "D3": {
        "clean_from": "Lot 26-125",
        "containment": [
            {
                "action": "Endoscope at every cross bore",
                "where": "Reutlingen, outgoing",
                "checked": "320",
                "found": "17",
                "since": "{3}",
            },
            {
                "action": "Blocks in Ulm looked at by our own people",
                "where": "Ulm, stores",
                "checked": "96",
                "found": "4",
                "since": "{5}",
            },
        ],
    },
    "D4": {
        "occurrence": "The deburring programme still uses the length of the old drill, so its brush ends before the exit of the bore.",
        "escape": "Outgoing inspection looks at the ports, not into the cross bores.",
        "proof": "Ten blocks with the old and ten with the new programme: five with burrs against none.",
        "why_occurred": [
            {"why": "A burr stays at the exit of the cross bore."},
            {"why": "The brush does not reach the exit."},
            {"why": "The programme has the length of the old drill."},
            {"why": "The new drill was released without its programme."},
            {"why": "Nothing in the release of a tool asks which programmes use it."},
        ],
        "why_escaped": [
            {"why": "The burr is not seen before shipping."},
            {"why": "The cross bores are not part of the inspection plan."},
            {"why": "The plan was written for blocks that are deburred by flow."},
        ],
        "causes": [
            {"branch": "people", "cause": "New operator at deburring", "verified": "no"},
            {"branch": "machine", "cause": "Brush worn", "verified": "no"},
            {"branch": "machine", "cause": "Drill 0.8 mm longer", "verified": "yes"},
            {"branch": "material", "cause": "Softer bar stock", "verified": "no"},
            {"branch": "method", "cause": "Programme not changed", "verified": "yes"},
            {"branch": "method", "cause": "Release without programme", "verified": "yes"},
            {"branch": "measurement", "cause": "Cross bores not in the plan", "verified": "yes"},
            {"branch": "environment", "cause": "Coolant too warm in July", "verified": "open"},
        ],
    },
}
VALVES_D5 = {
    "proof": "Two hundred blocks by the new programme without a burr.",
    "actions": [
        {
            "action": "Programmes hang on the tool’s release",
            "against": "occurrence",
            "owner": "Ute Maier",
            "due_on": "{40}",
        },
        {
            "action": "Cross bores in the inspection plan, with endoscope",
            "against": "escape",
            "owner": "Jörg Seitz",
            "due_on": "{30}",
        },
    ],
}


def _whole(problem: str, cause: str, escape: str, action: str, check: str, who: str, clean: str) -> Report:
    """A report short and whole, for cases that are past."""
    return {
        "D0": {"response": f"Stock blocked, deliveries stopped: {problem}", "taken_on": "{0}"},
        "D1": {"team": [{"name": who, "function": "Quality", "part": "leader"}]},
        "D2": {"problem": problem, "facts": [{"asked": "what", "is": problem, "is_not": "Other parts of the family"}]},
        "D3": {"clean_from": clean, "containment": [{"action": "Everything sorted before shipping", "where": "Outgoing", "checked": "1,480", "found": "37", "since": "{2}"}]},
        "D4": {"occurrence": cause, "escape": escape, "proof": "Switched on and off three times.", "why_occurred": [{"why": problem}, {"why": "The process drifted between two checks."}, {"why": cause}], "why_escaped": [{"why": "It was not seen before it left."}, {"why": escape}], "causes": [{"branch": "machine", "cause": cause, "verified": "yes"}, {"branch": "material", "cause": "Another batch of material", "verified": "no"}, {"branch": "measurement", "cause": escape, "verified": "yes"}]},
        "D5": {"proof": "Trial over two weeks without a single repetition.", "actions": [{"action": action, "against": "occurrence", "owner": who, "due_on": "{30}"}, {"action": check, "against": "escape", "owner": who, "due_on": "{25}"}]},
        "D6": {"validation": "Charts of the first four weeks are stable.", "containment_ended_on": "{34}"},
        "D7": {"elsewhere": "Sister line of the same make: changed too.", "changed": [{"what": "FMEA", "change": "Cause and detection rated anew", "on": "{36}"}, {"what": "Control plan", "change": check, "on": "{36}"}]},
        "D8": {"learnt": "Ask what a setting rests on before it is copied to the next machine.", "thanks": f"{who} and the second shift"},
    }  # fmt: skip


FURNACE = _whole(
    "Castings delivered late after the furnace stop", "Lining worn out beyond its planned life", "Furnace stops are not in the delivery plan",
    "Furnace relined, life counted by melts", "Stops are planned with the customers’ orders", "Jana Doubravová", "Week 12",
)  # fmt: skip
POROSITY = _whole(
    "Gas porosity in pump covers at incoming inspection", "Degassing shortened to keep the takt", "X-ray of the first piece of a shift only",
    "Degassing time locked in the controller", "X-ray of one piece an hour", "宋伟 Wei Song", "Lot 0917",
)  # fmt: skip
SCRATCHES = _whole(
    "Scratched sealing faces at incoming inspection", "Castings stacked without layers between", "Outgoing check looks at dimensions alone",
    "Trays with a place for each piece", "Faces looked at under slanting light", "郑凯 Kai Zheng", "批次 2610-C",
)  # fmt: skip
INVOICES = _whole(
    "Invoices do not match the order price", "Price list of last year still loaded at billing", "Nobody compares invoice and order before sending",
    "Price list loaded with the yearly agreement", "Three-way match before an invoice is sent", "Loretta Gaines", "Invoice 88120",
)  # fmt: skip
