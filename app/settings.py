"""What an operator can set: each field is a `WORKBOOK_…` variable, and an option of `workbook serve`."""

from __future__ import annotations

from pathlib import Path

from platformdirs import user_data_path
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from app.places import folder


class Settings(BaseSettings):
    """The settings of one running workbook; unset ones come from the environment, then from the defaults."""

    model_config = SettingsConfigDict(env_prefix="WORKBOOK_", frozen=True, extra="ignore")

    host: str = Field(default="127.0.0.1", description="Address to listen on.")
    port: int = Field(default=8000, ge=0, le=65535, description="Port to listen on; 0 takes a free one.")
    data: Path = Field(
        default_factory=lambda: user_data_path("diffusion-workbook"),
        description="Folder of the database and the secret that signs cookies.",
    )
    database: str | None = Field(
        default=None,
        description="Database URL; the default is the SQLite file workbook.db in the data folder.",
    )
    exercises: Path = Field(
        default_factory=lambda: folder("exercises"), description="Folder of the book to serve."
    )
    author: bool = Field(
        default=False,
        description="Author mode: watch the exercises, show faults in the page, keep the last good book.",
    )
    unprotected_code: bool = Field(
        default=False,
        description="Run students' code without a sandbox where none is possible; only on loopback.",
    )
    spares: int = Field(default=4, ge=1, le=64, description="Processes kept ready to run students' code.")
    secure_cookies: bool = Field(
        default=False, description="Send cookies over HTTPS only; set it behind a TLS proxy."
    )

    @property
    def database_url(self) -> str:
        """The database to use."""
        return self.database or f"sqlite:///{self.data / 'workbook.db'}"

    @property
    def is_loopback(self) -> bool:
        """Whether only this computer can reach the server."""
        return self.host in ("127.0.0.1", "::1", "localhost")

    @property
    def may_run_unprotected(self) -> bool:
        """Whether code may run where nothing holds it: it was asked for, and only this computer can ask."""
        return self.unprotected_code and self.is_loopback
