"""Messages out: accepted, gated, dispatched, accounted for."""
