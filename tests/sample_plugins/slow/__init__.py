"""A sample plugin that makes residents wait, as its settings say: so many queries, so many seconds."""
