"""License files and release manifests: their claims, and the form in which they travel."""
