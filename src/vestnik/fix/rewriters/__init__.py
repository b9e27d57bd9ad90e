"""One file per carrier: each turns findings of one kind into edits and finds nothing itself."""
