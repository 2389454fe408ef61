"""What is exchanged with the bank: what is to be collected, and the files that were made for it."""
