"""The lake: a customer's facts in Delta tables, and the measures over them. No Django here."""
