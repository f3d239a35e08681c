"""Proof of a case: its chain recomputed, replayed, and compared with the tables. Changes nothing.

`links` recomputes the chain itself, `replay` reads what it says, `tables` compares that with what the database says
today, `sums` counts decided questions anew, `report` puts it together.
"""
