"""The web pages: translate, one call, render."""
