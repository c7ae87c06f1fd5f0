from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pytest
from deltalake import DeltaTable

from tandem.lake.engine import engine
from tandem.lake.errors import LakeRefused
from tandem.lake.layout import current_schema
from tandem.lake.schemas import later_columns
from tandem.lake.tables import begin, commit, pin, write

# Six deleted rows, inline: the example in Delta's protocol, "Deletion Vector Descriptor Schema".
DELETED = {
    "storageType": "i",
    "pathOrInlineDv": "wi5b=000010000siXQKl0rr91000f55c8Xg0@@D72lkbi5=-{L",
    "sizeInBytes": 40,
    "cardinality": 6,
}


def test_a_table_whose_files_do_not_tell_its_rows_is_refused(tmp_path: Path) -> None:
    schema = {
        "type": "struct",
        "fields": [{"name": "part", "type": "string", "nullable": True, "metadata": {}}],
    }
    features = ["deletionVectors"]
    actions = [
        {
            "protocol": {
                "minReaderVersion": 3,
                "minWriterVersion": 7,
                "readerFeatures": features,
                "writerFeatures": features,
            }
        },
        {
            "metaData": {
                "id": "1",
                "format": {"provider": "parquet", "options": {}},
                "schemaString": json.dumps(schema),
                "partitionColumns": ["part"],
                "configuration": {},
            }
        },
        {
            "add": {
                "path": "part=a/1.parquet",
                "partitionValues": {"part": "a"},
                "size": 1,
                "modificationTime": 0,
                "dataChange": True,
                "stats": '{"numRecords": 10}',
                "deletionVector": DELETED,
            }
        },
    ]
    log = tmp_path / "_delta_log"
    log.mkdir()
    (log / f"{0:020}.json").write_text("\n".join(json.dumps(action) for action in actions))

    with pytest.raises(LakeRefused, match="deletion vectors"):
        pin(tmp_path, "part", 0)


def test_files_written_before_a_column_came_read_as_blank_and_can_be_built_upon(tmp_path: Path) -> None:
    """An invoices table as it was laid out before bills, with one row; then one more row with a bill."""
    schema = current_schema("invoices")
    before = pa.schema([field for field in schema if field.name not in later_columns()])
    assert len(before) == len(schema) - 3
    folder = tmp_path / "current/invoices"
    versions = []
    for laid_out, cells in ((before, "'I1' AS invoice"), (schema, "'I2' AS invoice, 'other' AS instrument")):
        table = begin(folder, "part", laid_out, versions[-1] if versions else None)
        with engine() as db:
            file = write(db, table, "2026-03", f"SELECT {cells}")
        assert file is not None
        versions.append(commit(table, laid_out, [file], []))
    with engine() as db:
        for version, expected in (
            (versions[0], [("I1", None)]),
            (versions[1], [("I1", None), ("I2", "other")]),
        ):
            rows = pin(folder, "part", version).rows(schema)
            assert db.sql(rows).select("invoice, instrument").order("invoice").fetchall() == expected
    assert {"instrument"} <= {field.name for field in DeltaTable(str(folder)).schema().fields}
