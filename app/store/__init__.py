"""Durable attempts, progress, drafts and resume codes, on SQLite or PostgreSQL."""

from app.store.archive import Archive, open_archive
from app.store.errors import Busy, KeyTaken, StoreError
from app.store.records import Attempt, Correction, Draft, Help, History, Json, Progress, Recorded, Regraded
from app.store.regrades import NewVerdict, Regrade
from app.store.store import Store

__all__ = [
    "Archive",
    "Attempt",
    "Busy",
    "Correction",
    "Draft",
    "Help",
    "History",
    "Json",
    "KeyTaken",
    "NewVerdict",
    "Progress",
    "Recorded",
    "Regrade",
    "Regraded",
    "Store",
    "StoreError",
    "open_archive",
]
