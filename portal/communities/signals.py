"""What changes in many rows at once, which Django's own signals do not tell."""

from django.dispatch import Signal

#: Sent inside the transaction, with `instance`, the community whose places were imported.
offices_imported = Signal()
