"""Invoices and credit notes as people look for them: the register, and the page of one."""
