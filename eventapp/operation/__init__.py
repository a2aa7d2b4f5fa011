"""Running the site: its health and figures, copies and their way back."""
