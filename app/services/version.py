"""The name and version that reports and help show."""

VERSION = "0.1.0"
TOOL = f"stet {VERSION}"
