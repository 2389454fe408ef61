"""What leaves by itself when something happens: which mail an event makes, to whom, with which words."""
