"""The files people download, read within limits."""
