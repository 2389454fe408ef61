"""Organisations: what invoices say of them, their people, partners and customers, and what staff does with them."""
