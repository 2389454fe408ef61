"""The vendor's terms and service descriptions: their versions, what a deed is asked for, who accepted what."""
