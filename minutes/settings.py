"""Every setting a town may change. Read once, by the composition roots alone."""

from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path
from typing import Literal

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Each field can be given as an environment variable, e.g. ``MINUTES_DATA``."""

    model_config = SettingsConfigDict(env_prefix="MINUTES_", extra="ignore")

    data: Path = Field(
        default_factory=lambda: Path.home() / ".local" / "share" / "minutes",
        description="Folder of recordings, finished pieces of work and models",
    )
    device: Literal["auto", "cpu", "cuda"] = Field(default="auto", description="Where models run")
    threads: int = Field(default=0, ge=0, le=256, description="Processor threads for models; 0: as many as there are")

    database: str = Field(
        default="",
        description="Address of the database, e.g. postgresql+psycopg://minutes@localhost/minutes; "
        "without one a file in the data folder",
    )

    objects: str = Field(
        default="",
        description="S3-compatible store that several machines share, s3://bucket/prefix; the data folder then keeps "
        "copies only. Its address and keys: AWS_ENDPOINT_URL, AWS_REGION, AWS_ACCESS_KEY_ID, "
        "AWS_SECRET_ACCESS_KEY",
    )

    bin_days: int = Field(
        default=30, ge=1, le=3_650, description="So many days a meeting stays in the bin before it is deleted for good"
    )

    proxies: str = Field(
        default="",
        description="Addresses of the town's reverse proxies, e.g. 127.0.0.1 or 10.1.0.0/16, with commas between them; "
        "only these are believed who is asking (X-Forwarded-For) and whether by HTTPS (X-Forwarded-Proto)",
    )

    @field_validator("proxies")
    @classmethod
    def _are_addresses(cls, told: str) -> str:
        addresses = [one.strip() for one in told.split(",") if one.strip()]
        for address in addresses:
            ip_network(address)
        return ",".join(addresses)

    @property
    def grace(self) -> timedelta:
        """How long a meeting stays in the bin."""
        return timedelta(days=self.bin_days)

    @property
    def database_address(self) -> str:
        return self.database or f"sqlite:///{self.data / 'minutes.sqlite'}"

    @property
    def recordings(self) -> Path:
        return self.data / "recordings"

    @property
    def models(self) -> Path:
        return self.data / "models"

    @property
    def artefacts(self) -> Path:
        return self.data / "artefacts"

    @property
    def workers(self) -> Path:
        """Where the workers of this machine tell each other apart."""
        return self.data / "workers"
