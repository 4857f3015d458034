"""The reference for authors, written from models, functions and figures: `python -m app.manual`."""

from app.manual.page import reference

__all__ = ["reference"]
