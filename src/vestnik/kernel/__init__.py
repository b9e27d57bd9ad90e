"""Value types, the clock, ids, errors and the protocols that every room shares. No input, no output."""
