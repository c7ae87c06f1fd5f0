"""The lake: a customer's facts in Delta tables, and the measures over them. Imports neither Django nor other rooms.

What others call (`root` is one customer's folder; a `Snapshot` maps table names to Delta versions; every error for a
person is `errors.LakeRefused`, which carries its sentence in English and Chinese):

    schemas.facts() / schemas.fact(name)              the fact tables column by column, for imports and help pages
    layout.tables_of(fact)                            the tables to lock before loading or withdrawing, in that order
    store.load(root, base, fact, batch, rows)         log a batch and make it current -> Loaded(snapshot, changes, …)
    store.foretell(root, base, fact, rows)            what that would do, nothing written -> Foretold
    store.withdraw(root, base, batch)                 take a batch out of force -> Loaded
    views.views() / kpis.shipped()                    the views and the KPIs that come with Tandem, documented
    kpis.check(spec)                                  refuse a KPI that cannot be measured, saying which part and why
    reading.open_for_reading(root, snapshot, …)       the one gate: a Reading of the allowed relationships alone
    measures.measure(reading, specs, Scope(grain, …)) every KPI by relationship and period, as one Arrow table
    measures.measure_slices(reading, …, slices=n)     the same, slice by slice; measure does so for very many lines
    totals.control_totals(root, snapshot, fact, batch) a batch by month, site and currency
    totals.line_history(reading, key)                 what each batch in force said of an order line, and its receipts
    keeping.backup_files / problems / vacuum          what a backup copies, whether it is whole, what may go
    lines.lines(reading, spec, relationship, …)       the rows behind one number, as that KPI sees them
    lines.preview(reading, spec, scope)               trying a KPI while it is written
    calendars.calendars([days_of(…), …], default=…)   working days with 调休 and a site's own exceptions

Two writers of different tables may start from the same base: record `Loaded.changes` on top of the newest snapshot.
"""
