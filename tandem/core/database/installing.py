"""Installs an empty database in one step: every table as the migrations leave it in the end.

Django replays the whole history and renders all related models anew at each operation: most of a minute for tables
that hold nothing yet. Here the tables are made from the state after the last migration, the migrations' own SQL runs
in its order, and all of them are recorded as applied, in one transaction. What comes of it is the same, names
included: tests/core/test_installing.py holds the two against each other.
"""

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations import Migration, RunPython, RunSQL
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations.fields import FieldOperation
from django.db.migrations.operations.models import IndexOperation, ModelOperation
from django.db.migrations.state import ProjectState
from django.db.models import Model

# Migrations of packages whose Python changes rows that are there, as our own say of theirs by `elidable`.
CHANGE_ROWS_ALONE = {
    ("account", "0006_emailaddress_lower"),
    ("account", "0008_emailaddress_unique_primary_email_fixup"),
    ("auth", "0011_update_proxy_permissions"),
}
# Goes Django's way afterwards: it adds values to types and uses them, which PostgreSQL refuses in one transaction.
BY_STEPS = {"procrastinate"}
_INSTALLING = 7_205_003  # advisory lock: of two that find the database empty, one installs


def install(connection: BaseDatabaseWrapper) -> int:
    """Make all tables where none of ours is there yet; how many migrations that stands for, 0 if nothing was done."""
    with transaction.atomic(using=connection.alias):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_INSTALLING])
        executor = MigrationExecutor(connection)
        if executor.loader.applied_migrations or executor.loader.detect_conflicts():
            return 0
        ends = [end for end in executor.loader.graph.leaf_nodes() if end[0] not in BY_STEPS]
        plan = [migration for migration, _ in executor.migration_plan(ends)]
        state = executor.loader.project_state(ends)
        if _tables_there(connection, state) or not all(_is_told_by_the_end(migration) for migration in plan):
            return 0
        _make_tables(connection, state)
        _run_sql(connection, plan, state)
        for migration in plan:
            executor.record_migration(migration)  # type: ignore[call-arg, arg-type]  # the stubs are of an older Django
    return len(plan)


def _tables_there(connection: BaseDatabaseWrapper, state: ProjectState) -> bool:
    """Of ours: others may be there before, such as an extension's."""
    with connection.cursor() as cursor:
        found = connection.introspection.table_names(cursor)
    return any(model._meta.db_table in found for model in _models(state))


def _is_told_by_the_end(migration: Migration) -> bool:
    """Whether the last state and its SQL are all there is to it; otherwise the history is replayed."""
    return migration.app_label not in BY_STEPS and all(
        isinstance(operation, ModelOperation | FieldOperation | IndexOperation | RunSQL)
        or (isinstance(operation, RunPython) and _changes_rows_alone(operation, migration))
        for operation in migration.operations
    )


def _changes_rows_alone(operation: RunPython, migration: Migration) -> bool:
    return (
        operation.elidable
        or operation.code is RunPython.noop
        or (migration.app_label, migration.name) in CHANGE_ROWS_ALONE
    )


def _models(state: ProjectState) -> list[type[Model]]:
    return [state.apps.get_model(*key) for key in state.models]


def _make_tables(connection: BaseDatabaseWrapper, state: ProjectState) -> None:
    # Foreign keys are added when the editor ends: the order of the tables does not matter.
    with connection.schema_editor() as editor:
        for model in _models(state):
            if model._meta.can_migrate(connection):
                editor.create_model(model)


def _run_sql(connection: BaseDatabaseWrapper, plan: list[Migration], state: ProjectState) -> None:
    with connection.schema_editor() as editor:
        for migration in plan:
            for operation in migration.operations:
                if isinstance(operation, RunSQL):
                    operation.database_forwards(migration.app_label, editor, state, state)
