"""How a pack is written: rows read strictly, and what may be wrong with them."""
