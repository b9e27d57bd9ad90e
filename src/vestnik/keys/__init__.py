"""Keys: one root on disk, keys of every workspace wrapped under it, the installation's signing key."""
