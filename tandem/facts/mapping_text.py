"""A mapping written out as TOML, so that a person can read, keep and change it."""

import json
from collections.abc import Mapping as Table
from dataclasses import MISSING, fields
from typing import Any

from tandem.facts.mapping import FORMAT, FileRules, Mapping, Rule


def written(mapping: Mapping) -> str:
    """TOML that `mapping.parsed` reads back as an equal mapping."""
    lines = [
        f"format = {FORMAT}",
        f"fact = {_value(mapping.fact)}",
        f"source = {_value(mapping.source)}",
        *_file(mapping.file),
        "",
        "[columns]",
        *(f"{name} = {_rule(rule)}" for name, rule in mapping.columns.items()),
    ]
    supplier = dict(mapping.supplier.items())
    if supplier:
        lines += ["", "[supplier]", *(f"{name} = {_rule(rule)}" for name, rule in supplier.items())]
    for skip in mapping.skip:
        lines += ["", "[[skip]]", f"when = {_value(skip.when)}", f"reason = {_value(skip.reason)}"]
        if skip.reason_zh:
            lines.append(f"reason_zh = {_value(skip.reason_zh)}")
    return "\n".join(lines) + "\n"


def _file(rules: FileRules) -> list[str]:
    said = _said(rules)
    return ["", "[file]", *(f"{name} = {_value(value)}" for name, value in said.items())] if said else []


def _rule(rule: Rule) -> str:
    said = _said(rule)
    if set(said) == {"column"}:
        return _value(rule.column)
    return _value(said)


def _said(record: Rule | FileRules) -> dict[str, Any]:
    """The fields that say something other than their default."""
    said = {}
    for one in fields(record):
        value = getattr(record, one.name)
        default = one.default if one.default is not MISSING else {}
        if value != default:
            said[one.name] = value
    return said


def _value(value: Any) -> str:
    if isinstance(value, Rule):
        return _value(_said(value))
    if isinstance(value, Table):
        return "{ " + ", ".join(f"{_key(str(name))} = {_value(one)}" for name, one in value.items()) + " }"
    if isinstance(value, tuple):
        return "[" + ", ".join(_value(one) for one in value) + "]"
    if isinstance(value, int):
        return str(value)
    text = str(value)
    plain = "'" not in text and text.isprintable() and ('"' in text or "\\" in text)
    # JSON's strings are TOML's basic strings, but for DEL.
    return f"'{text}'" if plain else json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _key(name: str) -> str:
    return (
        name
        if name and name.isascii() and name.replace("_", "a").replace("-", "a").isalnum()
        else _value(name)
    )
