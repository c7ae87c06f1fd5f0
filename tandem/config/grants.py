"""What the application's database role may do: work with every table, but only add to the audit trail."""

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import sql

APPEND_ONLY = ("accounts_auditentry",)


def grant(connection: BaseDatabaseWrapper, role: str) -> None:
    """Run as the owner of the tables, after migrations. Safe to repeat, also while Tandem is served."""
    name = sql.Identifier(role)
    # One transaction: at no moment may the role change what it may only add to.
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for statement in (
            "GRANT USAGE ON SCHEMA public TO {role}",
            "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
            "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
            "GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {role}",
        ):
            cursor.execute(sql.SQL(statement).format(role=name))
        for table in APPEND_ONLY:
            cursor.execute(
                sql.SQL("REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {role}").format(
                    table=sql.Identifier(table), role=name
                )
            )
