"""The engines behind the kernel's protocols; only ``app`` imports them."""
