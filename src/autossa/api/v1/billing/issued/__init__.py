"""Invoices and credit notes: found, read, sent again, credited."""
