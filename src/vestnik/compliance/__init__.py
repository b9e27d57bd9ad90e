"""The six steps, each with its evidence."""
