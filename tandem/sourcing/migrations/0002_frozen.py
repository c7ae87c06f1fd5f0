"""A decided selection is frozen by the database itself, with all that hangs on it.

Two things may still happen to it: its suppliers may turn out to be one company with another (`relationship_id`), and a
person's account may be deleted; their names stay.
"""

from django.db import migrations

FUNCTION = """
CREATE OR REPLACE FUNCTION sourcing_keep_decided() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    decided boolean;
    let_pass text[] := ARRAY['relationship_id', 'made_by_id', 'proposed_by_id', 'decided_by_id', 'signed_by_id'];
BEGIN
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - let_pass = to_jsonb(OLD) - let_pass THEN
        RETURN NEW;
    END IF;
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM sourcing_selection s WHERE s.id = %s AND s.status = ''decided'')',
                   TG_ARGV[0])
        INTO decided USING CASE WHEN TG_OP = 'INSERT' THEN NEW ELSE OLD END;
    IF decided THEN
        RAISE EXCEPTION 'a decided selection is frozen: % of % refused', lower(TG_OP), TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END
$$;
"""
OF_CANDIDATE = "(SELECT c.selection_id FROM sourcing_candidate c WHERE c.id = ($1).candidate_id)"
OF_JUDGE = "(SELECT j.selection_id FROM sourcing_judge j WHERE j.id = ($1).judge_id)"
SELECTION_OF = {
    "selection": "($1).id",
    "candidate": "($1).selection_id",
    "criterion": "($1).selection_id",
    "judge": "($1).selection_id",
    "countersignature": "($1).selection_id",
    "minutes": "($1).selection_id",
    "value": OF_CANDIDATE,
    "offer": OF_CANDIDATE,
    "allocation": OF_CANDIDATE,
    "judgement": OF_JUDGE,
    "directweight": OF_JUDGE,
}


def _trigger(table: str, selection: str) -> str:
    happens = "UPDATE OR DELETE" if table == "selection" else "INSERT OR UPDATE OR DELETE"
    return (
        f"CREATE TRIGGER sourcing_{table}_kept BEFORE {happens} ON sourcing_{table}"
        f" FOR EACH ROW EXECUTE FUNCTION sourcing_keep_decided('{selection}');"
    )


class Migration(migrations.Migration):
    dependencies = [("sourcing", "0001_selections")]

    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION sourcing_keep_decided();"),
        *(
            migrations.RunSQL(
                _trigger(table, selection), f"DROP TRIGGER sourcing_{table}_kept ON sourcing_{table};"
            )
            for table, selection in SELECTION_OF.items()
        ),
    ]
