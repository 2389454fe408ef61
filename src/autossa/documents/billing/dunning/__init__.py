"""Letters of dunning as PDF."""
