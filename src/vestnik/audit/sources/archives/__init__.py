"""Archives and packed single files."""
