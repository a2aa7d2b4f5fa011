"""Signs of life."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from eventapp.kernel.db import Model


class Beat(Model):
    """When a process that nobody sees was last at work."""

    __tablename__ = "beat"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)  # "worker"
    at: Mapped[datetime]
