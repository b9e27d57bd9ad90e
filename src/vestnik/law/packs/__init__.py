"""Packs as things: read, exported, installed, remembered and chosen."""
