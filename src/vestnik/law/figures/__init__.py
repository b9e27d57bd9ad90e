"""The figures and cases of a pack as nouns, and figures as sentences name them."""
