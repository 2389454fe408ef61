"""What is printed or signed: today license files and release manifests."""
