"""The one layout of YAML files: every value and every comment stays, only their arrangement changes."""

from app.layout.files import Unformattable, formatted

__all__ = ["Unformattable", "formatted"]
