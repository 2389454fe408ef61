"""What happens when nothing is paid: letters, warnings, suspensions, and what keeps silent."""
