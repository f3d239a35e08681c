"""Sample plugins that cannot be used, each for a reason of its own. Tests put this folder on PYTHONPATH."""
