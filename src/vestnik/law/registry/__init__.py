"""The Ministry's registry of Russian software, read from its exports."""
