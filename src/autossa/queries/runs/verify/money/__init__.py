"""What is owed and what came: sums that triggers keep, added up again."""
