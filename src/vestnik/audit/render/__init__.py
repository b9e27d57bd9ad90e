"""Pages as a browser shows them: what scripts, widgets and clicks bring that no source holds."""
