"""What is forbidden, and where it stands."""
