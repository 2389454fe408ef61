"""The vendor's terms and service descriptions: published, withdrawn, accepted at deeds, announced."""
