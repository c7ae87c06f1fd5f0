"""The lake: a customer's facts in Delta tables, and the measures over them. Imports neither Django nor other rooms.

What others call (a `Snapshot` maps table names to Delta versions; errors are `errors.LakeRefused`, in both languages):

    schemas.facts() / schemas.fact(name)            the fact tables column by column, for imports and help pages
    layout.tables_of(fact)                          the tables to lock before loading or withdrawing, in that order
    store.load(root, base, fact, batch, rows)       log a batch and make it current -> Loaded(snapshot, changes, …)
    store.withdraw(root, base, batch)               take a batch out of force -> Loaded

Two writers of different tables may start from the same base: record `Loaded.changes` on top of the newest snapshot.
"""
