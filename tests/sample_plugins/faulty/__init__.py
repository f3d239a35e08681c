"""A sample plugin that fails, in the way its settings say: {hook: kind of failure}."""
