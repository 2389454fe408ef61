"""What every request of a program reads, each in one prepared statement."""
