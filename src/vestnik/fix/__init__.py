"""Closing what the audit found, as a change one can review."""
