"""Invoices, credit notes and quotes as files: PDF/A-3b, CII, UBL, GiroCode (billing 6)."""
