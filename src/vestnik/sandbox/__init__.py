"""Local stand-ins for providers."""
