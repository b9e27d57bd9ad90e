"""What is no plain text (archives, letters, documents, pictures, applications) → what can be inspected."""
