"""Every test runs behind the guards."""

pytest_plugins = ["tests.guards"]
