"""The question, what its facts mean, and the rules compiled into programs."""
