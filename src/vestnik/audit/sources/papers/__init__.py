"""Documents: PDF, Word, Excel, PowerPoint, OpenDocument."""
