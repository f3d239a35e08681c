"""A sample plugin, as an outsider would write it: tools that neighbours may borrow from their community."""
