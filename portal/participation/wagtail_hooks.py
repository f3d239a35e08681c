"""Admin: what this room adds to it, by subject."""

from portal.participation import entry_hooks as entry_hooks
from portal.participation import household_hooks as household_hooks
