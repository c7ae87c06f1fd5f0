"""Nothing is moved into a decided selection either: a change is looked at where it comes from and where it goes."""

from importlib import import_module

from django.db import migrations

before = import_module("tandem.sourcing.migrations.0002_frozen")
ONE_WAY = before.FUNCTION

FUNCTION = """
CREATE OR REPLACE FUNCTION sourcing_keep_decided() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    decided boolean := false;
    asked text := format(
        'SELECT EXISTS (SELECT 1 FROM sourcing_selection s WHERE s.id = %s AND s.status = ''decided'')', TG_ARGV[0]
    );
    let_pass text[] := ARRAY['relationship_id', 'made_by_id', 'proposed_by_id', 'decided_by_id', 'signed_by_id'];
BEGIN
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - let_pass = to_jsonb(OLD) - let_pass THEN
        RETURN NEW;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        EXECUTE asked INTO decided USING OLD;
    END IF;
    IF TG_OP <> 'DELETE' AND NOT decided THEN
        EXECUTE asked INTO decided USING NEW;
    END IF;
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


class Migration(migrations.Migration):
    dependencies = [("sourcing", "0002_frozen")]

    operations = [migrations.RunSQL(FUNCTION, ONE_WAY)]
