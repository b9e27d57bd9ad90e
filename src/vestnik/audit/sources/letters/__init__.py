"""Letters: .eml, mailboxes, Outlook files."""
