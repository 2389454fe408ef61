"""Electronic invoices after EN 16931 in both of its syntaxes: CII (within the PDF) and UBL."""
