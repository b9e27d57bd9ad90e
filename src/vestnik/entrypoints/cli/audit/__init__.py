"""``vestnik audit``: sites, folders and files; what is read, how far it is, and where the report goes."""
