pytest_plugins = ["portal.plugins.testing"]
