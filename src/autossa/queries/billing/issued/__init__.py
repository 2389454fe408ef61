"""What follows an issued invoice, or precedes it: credit notes, and bookings that wait for a collective invoice."""
