"""Small lists in the publishers' own formats, of invented companies; the real files where they are."""

import os
from pathlib import Path

import pytest

SDN = (
    '101,"MERIDIAN FORGE TRADING L.L.C.",-0- ,UKRAINE-EO13662,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,'
    "\"Organization Established Date 2011; a.k.a. 'MFT'.\"\n"
    '102,"JOINT STOCK COMPANY VOLGA BEARINGS",-0- ,RUSSIA-EO14024,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \n'
    '103,"IVANOV, Ivan",individual,RUSSIA-EO14024,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \n'
    "\x1a\n"
)
ALT = "101,9001,aka,MERIDIAN SMITHY,-0- \n101,9002,fka,上海子午线锻造有限公司,-0- \n103,9003,aka,VANYA,-0- \n"
DEBARRED = (
    "name,country,from,to,grounds\n"
    '"HUARUI CASTING CO., LTD.",China,2024-08-22,2999-12-31,Fraudulent Practices\n'
    '"OLD MILL LTD. (FORMERLY NEW MILL LTD.)",United Kingdom,2020-01-01,2026-11-24,Collusive Practice\n'
)
UN = """<?xml version="1.0" encoding="UTF-8"?>
<CONSOLIDATED_LIST dateGenerated="2026-11-20T00:00:00"><INDIVIDUALS><INDIVIDUAL><DATAID>1</DATAID>
<FIRST_NAME>Somebody</FIRST_NAME></INDIVIDUAL></INDIVIDUALS><ENTITIES><ENTITY><DATAID>2</DATAID>
<FIRST_NAME>BLUE DELTA SHIPPING</FIRST_NAME><UN_LIST_TYPE>DPRK</UN_LIST_TYPE>
<REFERENCE_NUMBER>KPe.901</REFERENCE_NUMBER><LISTED_ON>2016-03-02</LISTED_ON>
<NAME_ORIGINAL_SCRIPT>蓝色三角洲航运</NAME_ORIGINAL_SCRIPT><COMMENTS1>Owns two
vessels.</COMMENTS1><ENTITY_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>BDS</ALIAS_NAME></ENTITY_ALIAS>
<ENTITY_ALIAS><QUALITY>f.k.a.</QUALITY><ALIAS_NAME>Green Delta</ALIAS_NAME></ENTITY_ALIAS>
<ENTITY_ALIAS><QUALITY/><ALIAS_NAME/></ENTITY_ALIAS>
<ENTITY_ADDRESS><COUNTRY>Democratic People's Republic of Korea</COUNTRY></ENTITY_ADDRESS></ENTITY></ENTITIES>
</CONSOLIDATED_LIST>"""


def real(name: str) -> bytes:
    """One of the published files. Skips by name where the folder or the file is absent."""
    folder = os.environ.get("TANDEM_REAL_DATA")
    path = Path(folder or "real-data") / "screening" / name
    if not folder or not path.is_file():
        pytest.skip(f"{path} is absent: TANDEM_REAL_DATA names the folder of the public files")
    return path.read_bytes()
