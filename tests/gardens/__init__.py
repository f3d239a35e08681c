"""A small app, installed in tests only, whose rows belong to communities: directly and by way of another model."""
