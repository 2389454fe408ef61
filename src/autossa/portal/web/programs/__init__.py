"""What programmers read: the document of the API as pages, and what each code of a problem means."""
