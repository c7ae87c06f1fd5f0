"""Row-level security, made from what each model says of itself (`FENCE`, see `core/fence.py`).

`fence` runs as the owner of the tables after migrations, beside the grants. The owner itself is exempt; every other
role sees and writes only what the policies let through. Safe to repeat, also while Tandem is served: a table whose
policies are in force already is left alone.
"""

import hashlib
import re
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from tandem.core.fence import AnyOf, Fence, Predicate, inside, nobody_yet, person

# Tables of the packages Tandem stands on that tell something of a person.
OTHERS = {
    "account.EmailAddress": Fence(inside("user")),
    "account.EmailConfirmation": Fence(inside("email_address")),
    "mfa.Authenticator": Fence(person("user") | nobody_yet()),
    "socialaccount.SocialAccount": Fence(person("user") | nobody_yet()),
    "socialaccount.SocialToken": Fence(person("account__user") | nobody_yet()),
    "usersessions.UserSession": Fence(person("user") | nobody_yet()),
}

FUNCTIONS = """
CREATE OR REPLACE FUNCTION tandem_person() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('tandem.person', true), '')::bigint $$;
CREATE OR REPLACE FUNCTION tandem_organization() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('tandem.organization', true), '')::bigint $$;
CREATE OR REPLACE FUNCTION tandem_presented() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT coalesce(current_setting('tandem.presented', true), '') $$;
CREATE OR REPLACE FUNCTION tandem_everything() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT coalesce(current_setting('tandem.everything', true), '') = 'on' $$;
-- Asks the table itself, not its policy: that one is long, and would be planned again within each that asks.
CREATE OR REPLACE FUNCTION tandem_recorded(bigint) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public AS
$$ SELECT EXISTS (SELECT 1 FROM accounts_organization WHERE id = $1 AND recorded_by_id = tandem_organization()) $$;
"""

# In sub-selects, so that the planner asks once a statement and may use indexes.
PERSON = "(SELECT tandem_person())"
ORGANIZATION = "(SELECT tandem_organization())"
EVERYTHING = "(SELECT tandem_everything())"
ROW = re.compile(r"(?<![\w.])t\.")
# Of these an organisation may have tens of thousands: a row looks up its own. Of others all are looked up once.
MANY = {"accounts.Organization", "relationships.Relationship"}
READ, ADD, CHANGE, REMOVE = "tandem_read", "tandem_add", "tandem_change", "tandem_remove"


def fences() -> dict[type[models.Model], Fence]:
    """Every fenced table's model, with those of many-to-many fields."""
    found: dict[type[models.Model], Fence] = {}
    for model in apps.get_models():
        fence = getattr(model, "FENCE", None) or OTHERS.get(model._meta.label)
        if fence is not None:
            found[model] = fence
        for field, of_link in getattr(model, "LINK_FENCES", {}).items():
            found[getattr(model, field).through] = of_link
    return found


def fence(connection: BaseDatabaseWrapper) -> None:
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        # One at a time: two installations of the same version may start together.
        cursor.execute("SELECT pg_advisory_xact_lock(7205002)")
        cursor.execute(FUNCTIONS)
        cursor.execute(
            "SELECT c.relname, obj_description(p.oid, 'pg_policy') FROM pg_policy p"
            " JOIN pg_class c ON c.oid = p.polrelid AND c.relrowsecurity"
            " WHERE p.polname = %s AND c.relnamespace = current_schema()::regnamespace",
            [READ],
        )
        in_force = dict(cursor.fetchall())
        for model, declared in fences().items():
            statements = list(policies(model, declared))
            digest = hashlib.sha256("\n".join(statements).encode()).hexdigest()
            if in_force.get(model._meta.db_table) == digest:
                continue
            for statement in statements:
                cursor.execute(statement)
            cursor.execute(f"COMMENT ON POLICY {READ} ON {_table(model)} IS '{digest}'")


def policies(model: type[models.Model], declared: Fence) -> Iterator[str]:
    table = _table(model)
    # Tried in this order: what is one's own to write is found with the least effort.
    writes = f"{EVERYTHING} OR {_any(declared.writes or declared.reads, model)}"
    reads = f"{writes} OR {_any(declared.reads, model)}" if declared.writes else writes
    yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
    for name in (READ, ADD, CHANGE, REMOVE):
        yield f"DROP POLICY IF EXISTS {name} ON {table}"
    yield f"CREATE POLICY {READ} ON {table} FOR SELECT USING ({reads})"
    yield f"CREATE POLICY {ADD} ON {table} FOR INSERT WITH CHECK ({writes})"
    yield f"CREATE POLICY {CHANGE} ON {table} FOR UPDATE USING ({writes}) WITH CHECK ({writes})"
    yield f"CREATE POLICY {REMOVE} ON {table} FOR DELETE USING ({writes})"


def _any(predicates: AnyOf, model: type[models.Model]) -> str:
    return " OR ".join(_sql(part, model) for part in predicates.parts)


def _sql(predicate: Predicate, model: type[models.Model]) -> str:
    table = _table(model)
    match predicate.kind:
        case "own":
            return _compared(model, table, predicate.text.split("__"), ORGANIZATION)
        case "person":
            return _compared(model, table, predicate.text.split("__"), PERSON)
        case "inside":
            field, parent = _field(model, predicate.text)
            return (
                f"EXISTS (SELECT 1 FROM {_table(parent)} f1"
                f" WHERE f1.{_column(parent._meta.pk)} = {table}.{_column(field)})"
            )
        case "sql":
            return f"({ROW.sub(f'{table}.', predicate.text)})"
    raise ValueError(f"{model._meta.label}: there is no predicate {predicate.kind}")


def _compared(model: type[models.Model], alias: str, path: list[str], with_what: str, depth: int = 1) -> str:
    """`path`'s last field, of this row or of the record its foreign keys lead to, is `with_what`."""
    if len(path) == 1:
        field = model._meta.pk if path[0] == "pk" else model._meta.get_field(path[0])
        return f"{alias}.{_column(field)} = {with_what}"
    field, parent = _field(model, path[0])
    inner = f"f{depth}"
    if parent._meta.label not in MANY:
        return (
            f"{alias}.{_column(field)} IN (SELECT {inner}.{_column(parent._meta.pk)} FROM {_table(parent)} {inner}"
            f" WHERE {_compared(parent, inner, path[1:], with_what, depth + 1)})"
        )
    return (
        f"EXISTS (SELECT 1 FROM {_table(parent)} {inner}"
        f" WHERE {inner}.{_column(parent._meta.pk)} = {alias}.{_column(field)}"
        f" AND {_compared(parent, inner, path[1:], with_what, depth + 1)})"
    )


def _field(model: type[models.Model], name: str) -> tuple[models.ForeignKey[Any, Any], type[models.Model]]:
    field = model._meta.get_field(name)
    if not isinstance(field, models.ForeignKey):
        raise TypeError(f"{model._meta.label}.{name} is no foreign key")
    return field, field.remote_field.model


def _column(field: object) -> str:
    return f'"{field.column}"'  # type: ignore[attr-defined]  # every field in a fence has a column


def _table(model: type[models.Model]) -> str:
    return f'"{model._meta.db_table}"'
