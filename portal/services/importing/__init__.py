"""Guides from files, low to high: `records` (one guide as a value); `rows`, `values`, `details`, `parsing`, `mapping`,
`hsds`, `sources` (files into records); `drafts` (unsaved pages of a record), `lists`, `checking`, `indexing`,
`writing`, `relating` (records into pages); `guides` (an import as a whole).
"""
