"""Passwords of tests: Argon2 as in production, but with the least work, which production makes costly on purpose."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class QuickHasher(Argon2PasswordHasher):
    """Some hundred times quicker; a test about the hashing itself asks for `real_hashing`."""

    time_cost = 1
    memory_cost = 8
    parallelism = 1
