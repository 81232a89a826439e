"""Break everything around the sync of several desktops, and look whether anything is lost; see ``__main__``."""
