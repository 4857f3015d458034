"""Durable attempts, progress, drafts and resume codes, on SQLite or PostgreSQL."""

from app.store.errors import Busy, KeyTaken, StoreError
from app.store.records import Attempt, Draft, Help, History, Json, Progress, Recorded
from app.store.store import Store

__all__ = [
    "Attempt",
    "Busy",
    "Draft",
    "Help",
    "History",
    "Json",
    "KeyTaken",
    "Progress",
    "Recorded",
    "Store",
    "StoreError",
]
