"""One of every record that Nordlicht keeps, room by room, for the walk through all addresses: by its name in
`tests.config.rooms`, as the arguments of an address."""

from typing import Any

Arguments = list[Any]
