"""Norms, platforms, who is covered, and the one decision."""
