"""Workspaces, people, roles, sessions, API keys, and who saw what."""
