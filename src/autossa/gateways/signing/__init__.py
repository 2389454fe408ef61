"""The private keys that license files are signed with: in files, in the environment, never in the database."""
