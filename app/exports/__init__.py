"""Reports and files that leave the app."""
