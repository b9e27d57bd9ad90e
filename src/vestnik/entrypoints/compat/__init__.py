"""Doors shaped like other people's."""
