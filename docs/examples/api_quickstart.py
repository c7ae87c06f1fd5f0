"""Load deliveries through the API, score the period, and read one supplier's grade with the reasons for it.

    export TANDEM_URL=http://127.0.0.1:8000 TANDEM_TOKEN=tdm_…
    python api_quickstart.py MAPPING.toml DELIVERIES.csv TEMPLATE PERIOD "PART OF THE SUPPLIER'S NAME"

Nothing but Python's standard library is used. The token needs the scopes write:imports, read:facts, write:runs,
read:scorecards, read:relationships and, for suppliers that are new, write:relationships.
"""

import hashlib
import json
import os
import sys
import time
import tomllib
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen
from uuid import uuid4

URL = os.environ["TANDEM_URL"].rstrip("/") + "/api/v1/"
TOKEN = os.environ["TANDEM_TOKEN"]


def call(method, path, body=None, *, kind="application/json", key=None):
    """One request; problems end the script with the sentence that says why."""
    headers = {"Authorization": f"Bearer {TOKEN}", "Accept-Language": "en"}
    if body is not None:
        headers["Content-Type"] = kind
    if key is not None:
        headers["Idempotency-Key"] = key
    try:
        with urlopen(Request(URL + path, data=body, headers=headers, method=method)) as answer:
            return json.load(answer)
    except HTTPError as error:
        problem = json.load(error)
        sys.exit(f"{method} {path}: {problem['title']}. {problem['detail']}")


def post(path, values):
    return call("POST", path, json.dumps(values).encode())


def upload(path, fields, file):
    """multipart/form-data by hand. The key is made of the file: sent again, it is loaded once."""
    boundary = uuid4().hex
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{file.name}"\r\n\r\n'
    body = b"".join([*parts, head.encode(), file.read_bytes(), f"\r\n--{boundary}--\r\n".encode()])
    key = hashlib.sha256(file.read_bytes()).hexdigest()
    return call("POST", path, body, kind=f"multipart/form-data; boundary={boundary}", key=key)


def wait(path, statuses):
    """Ask until the background work has ended."""
    while (found := call("GET", path))["status"] not in statuses:
        if found.get("problem"):
            sys.exit(found["problem"])
        time.sleep(0.5)
    return found


def main(mapping_file, deliveries, template, period, name):
    text = Path(mapping_file).read_text("utf-8")
    mapping = tomllib.loads(text)
    post("mappings", {"text": text})
    fields = {"fact": mapping["fact"], "source": mapping["source"], "create_suppliers": "true"}
    batch = upload("imports", fields, Path(deliveries))
    batch = wait(f"imports/{batch['number']}", {"loaded", "refused", "failed"})
    print(f"Batch {batch['number']}: {batch['loaded']} of {batch['read']} rows loaded, {batch['status']}.")

    run = post("runs", {"template": template, "period": period})
    run = wait(f"runs/{run['id']}", {"review"})
    print(f"{run['period']}: {run['scored']} of {run['suppliers']} suppliers scored.")

    supplier = call("GET", "relationships?" + urlencode({"q": name, "limit": 1}))["items"][0]
    card = call("GET", f"relationships/{supplier['slug']}/cards?limit=1")["items"][0]
    print(f"{supplier['supplier']['name']}: grade {card['grade']}, score {card['score']}.")
    for criterion in call("GET", f"cards/{card['id']}/explanation")["criteria"]:
        if criterion["points"] is not None:
            print(f"  {criterion['name']}: {criterion['value']} earns {criterion['points']} points")


if __name__ == "__main__":
    if len(sys.argv) != 6:
        sys.exit(__doc__)
    main(*sys.argv[1:])
