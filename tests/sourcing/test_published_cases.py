"""Published decision tables with their published answers, each to the decimals it was published to.

The tables are no part of the project: `TANDEM_REAL_DATA` names the folder that holds
selection/published_mcda_cases.json.
"""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tandem.sourcing.deciding import ranking, weights

FOLDER = os.environ.get("TANDEM_REAL_DATA", "")
FILE = Path(FOLDER) / "selection" / "published_mcda_cases.json"
Inputs = dict[str, Any]


def _arrays(given: Inputs) -> tuple[Any, Any, Any]:
    return tuple(np.asarray(given[name], dtype=float) for name in ("matrix", "weights", "types"))  # type: ignore[return-value]


def _by(name: str) -> Callable[[Inputs], Any]:
    return lambda given: ranking.METHODS[name].run(*_arrays(given))


def _vikor(given: Inputs) -> Any:
    from pymcdm.methods import VIKOR

    return VIKOR(v=given["v"])(*_arrays(given))


def _promethee(given: Inputs) -> Any:
    from pymcdm.methods import PROMETHEE_II

    return PROMETHEE_II("vshape_2", p=given["p"], q=given["q"])(*_arrays(given))


def _share_of_best(given: Inputs) -> Any:
    matrix, shares, _types = _arrays(given)
    return matrix / matrix.max(axis=0) @ shares


def _product(given: Inputs) -> Any:
    matrix, shares, _types = _arrays(given)
    return np.log10(matrix / matrix.sum(axis=0)) @ shares


def _hierarchy(given: Inputs) -> Any:
    criteria = np.array(weights.ahp(given["pairwise_criteria"]).weights)
    alternatives = np.array([weights.ahp(each).weights for each in given["pairwise_alternatives"]])
    return criteria @ alternatives


METHODS: dict[str, Callable[[Inputs], Any]] = {
    "codas_badi_desalination": _by("codas"),
    "topsis_tzeng_huang": _by("topsis"),
    "vikor_papathanasiou": _vikor,
    "vikor_opricovic2004_Q": _vikor,
    "promethee2_papathanasiou": _promethee,
    "edas_ersoy_equipment": _by("edas"),
    "aras_goswami": _by("aras"),
    "copras_goswami": _by("copras"),
    "saw_rizan": _share_of_best,
    "wpm_wikipedia": _product,
    "weights_entropy_test_Entropy": lambda given: weights.entropy(given["matrix"]),
    "weights_entropy_test_Entropy2": lambda given: weights.entropy(given["matrix"]),
    "weights_critic": lambda given: weights.critic(given["matrix"], [1] * len(given["matrix"][0])),
    "ahp_saaty2008_drinks_weights": lambda given: weights.ahp(given["pairwise"]).weights,
    "ahp_saaty2008_drinks_CR": lambda given: [weights.ahp(given["pairwise"]).consistency_ratio],
    "ahp_papathanasiou_hierarchy": _hierarchy,
}


@pytest.mark.skipif(not FILE.is_file(), reason="TANDEM_REAL_DATA names no folder with the published tables")
def test_each_published_table_is_reproduced_to_its_published_decimals() -> None:
    cases = json.loads(FILE.read_text())["cases"]
    assert {case["id"] for case in cases} == set(METHODS), (
        "a case without a method, or a method without a case"
    )
    for case in cases:
        found = np.asarray(METHODS[case["id"]](case["inputs"]), dtype=float)
        # Half a unit of the last published decimal, for the paper's own rounding.
        allowed = 0.51 * 10 ** -case["published_decimals"]
        assert np.abs(found - np.asarray(case["published"])).max() <= allowed, (case["id"], found.tolist())
