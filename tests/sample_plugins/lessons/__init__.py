"""A sample plugin that needs another one: its pages stand below the other's."""
