"""The mails: which there are (`keys`), the shipped wording (`templates/`), and how words and values become a mail."""
