"""The one layout of YAML files: every value and every comment stays, only their arrangement changes."""

from app.layout.files import Unformattable, formatted
from app.layout.page import plain_or_quoted

__all__ = ["Unformattable", "formatted", "plain_or_quoted"]
