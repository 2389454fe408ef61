"""What happens when nothing is paid: letters, fees, interest, suspension, waiting (billing 16 to 18)."""
