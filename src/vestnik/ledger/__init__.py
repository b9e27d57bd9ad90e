"""An append-only log with a hash tree for each workspace: what happened, in an order that stays."""
