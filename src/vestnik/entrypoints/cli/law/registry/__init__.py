"""``vestnik law registry``: its commands and how their answers are shown."""
