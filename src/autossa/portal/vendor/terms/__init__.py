"""Pages of the vendor's terms and service descriptions: read by everybody, published by staff."""
