"""What is exchanged with the bank and with the gateway of cards."""
