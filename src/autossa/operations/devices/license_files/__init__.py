"""What is done with license files: answered without a network, issued for new majors, checked."""
