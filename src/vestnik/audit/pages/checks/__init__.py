"""One file per family of page checks; each turns what was read into signals."""
