"""What Huarui writes of leaking volutes, step by step."""

from typing import Any

REPORT: dict[str, dict[str, Any]] = {
    "D0": {
        "response": "All volutes in stock are blocked.",
        "taken_on": "2026-11-23",
        "affected": "Lots 41 to 44",
    },
    "D1": {"team": [{"name": "Hua Meiling", "function": "Quality", "part": "leader"}, {"name": "Li Wei"}]},
    "D2": {
        "problem": "Volutes leak at the flange.",
        "facts": [{"asked": "what", "is": "Leaks", "is_not": "Cracks"}],
    },
    "D3": {
        "clean_from": "Lot 45",
        "containment": [{"action": "Leak test of each piece", "since": "2026-11-24"}],
    },
    "D4": {
        "occurrence": "Degassing was cut short.",
        "escape": "Only the first piece of a shift is tested.",
        "why_occurred": [{"why": "Gas pores."}, {"why": "Degassing was cut short."}],
        "why_escaped": [{"why": "It passed outgoing."}, {"why": "Only the first piece is tested."}],
        "causes": [
            {"branch": "method", "cause": "Degassing time", "verified": "yes"},
            {"branch": "material", "cause": "Damp ingots", "verified": "no"},
        ],
    },
    "D5": {
        "proof": "Trial of 200 pieces.",
        "actions": [
            {
                "action": "Lock the degassing time",
                "against": "occurrence",
                "owner": "Li Wei",
                "due_on": "2026-12-10",
            },
            {
                "action": "Test every piece",
                "against": "escape",
                "owner": "Hua Meiling",
                "due_on": "2026-12-05",
            },
        ],
    },
    "D6": {"validation": "No leak in 400 pieces."},
    "D7": {"elsewhere": "The small volute.", "changed": [{"what": "Control plan"}]},
    "D8": {"learnt": "Times are locked, not asked for.", "thanks": "The night shift"},
}
