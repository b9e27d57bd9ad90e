"""How each place and each contact point of a site stood over time, whatever run saw it."""
