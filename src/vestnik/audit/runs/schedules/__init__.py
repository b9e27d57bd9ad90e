"""Audits that repeat: every day, week or month at an hour of the company's time."""
