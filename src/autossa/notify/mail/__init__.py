"""How a mail is made: its placeholders, its texts, and from a text and values to a subject, a text and a page."""
