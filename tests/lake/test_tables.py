from __future__ import annotations

import json
from pathlib import Path

import pytest

from tandem.lake.errors import LakeRefused
from tandem.lake.tables import pin

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
