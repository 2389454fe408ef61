"""People who log in: a custom user with a UUIDv7 and an e-mail address instead of a user name."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac

from autossa.domain.email_addresses import read_address, same_or_read
from autossa.domain.texts import password as plain_password
from autossa.store.models.base import Identified


class UserManager(BaseUserManager["User"]):
    """Creates users; the e-mail address is kept in its one form, so that it is unique however it is typed."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A new user. Without a password nobody can log in with one. Raises ValueError without an address."""
        if not email:
            raise ValueError("a user needs an e-mail address")
        user = self.model(email=read_address(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """Log-in finds the address however it is typed."""
        return self.get(email=same_or_read(username or ""))


class User(Identified, AbstractBaseUser, PermissionsMixin):
    """A natural person with an own login; rights come from memberships, never from this row."""

    PREFIX = "usr"

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=2, default="en")
    suspended_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)  # name and address are an alias since then, for good
    ended_at = models.DateTimeField(null=True, blank=True)  # sessions, half log-ins and links of before hold no longer
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        db_table = "users"
        constraints = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="users_email_lower"),
            models.CheckConstraint(condition=models.Q(language__in=["en", "de"]), name="users_language"),
            models.CheckConstraint(condition=models.Q(erased_at=None) | models.Q(is_active=False), name="users_erased"),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def set_password(self, raw_password: str | None) -> None:
        """Kept in one form whatever keyboard typed it."""
        super().set_password(None if raw_password is None else plain_password(raw_password))

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session must know: not only the password, also since when whatever began before has ended."""
        found = super()._get_session_auth_hash(secret)  # type: ignore[misc]
        if self.ended_at is not None:
            found = salted_hmac(
                "autossa.ended", f"{found}{self.ended_at}", secret=secret, algorithm="sha256"
            ).hexdigest()
        return str(found)

    def check_password(self, raw_password: str | None) -> bool:
        """Compared in the same form."""
        return super().check_password(plain_password(raw_password or ""))
