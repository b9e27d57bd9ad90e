"""What the audit saw, for a terminal, a program and a person."""
