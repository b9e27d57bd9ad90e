"""Pictures and the codes in them."""
