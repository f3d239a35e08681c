"""Told inside the transaction that records it."""

from django.dispatch import Signal

#: `message`: somebody knows now, by text, mail or call. Clocks that start with knowing start here.
told = Signal()
