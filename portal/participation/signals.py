"""Told inside the transaction of what they tell."""

from django.dispatch import Signal

#: `places`: somebody gave places back, or there are more of them: a waiting list may move up.
places_freed = Signal()
#: `consent`: it was withdrawn; `consent.entry` is what it was given for. Whoever leans on it stops now.
consent_withdrawn = Signal()
#: `entry` (of its own class): it was taken back, by its person or by staff.
entry_withdrawn = Signal()
