"""Mail by SMTP: one folder holds the channel whole."""
