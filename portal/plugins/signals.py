"""Told inside the transaction, so that what follows from a switch commits with it."""

from django.dispatch import Signal

#: `key`, and `community` or None for a change that concerns many: where a plugin is on may have changed.
plugin_switched = Signal()

#: `owner` (app label or plugin key) and `uids`: these entries of the calendar changed, appeared or went.
calendar_entries_changed = Signal()
