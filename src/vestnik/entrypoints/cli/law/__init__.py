"""``vestnik law``: what the law permits, who we are, platforms, the registry, the pack."""
