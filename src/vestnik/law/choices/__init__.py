"""Step three of a move: which platforms reach the company's own people, and which it chose."""
