"""What people agreed to: orders, quotes, and the terms that were accepted for them."""
