"""Sent after commit. Receivers must not assume a request: imports send it too."""

from django.dispatch import Signal

# Sent with `years` (those announced, changed or taken back) and `dates` (days that changed), both frozensets.
holidays_changed = Signal()

# Sent with `keys` (of the terms that were added, changed or deleted), a frozenset.
school_terms_changed = Signal()
