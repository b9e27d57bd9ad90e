"""The catalogue of audit rules: what each id means, why it matters, how to mend it, with examples."""
