"""Writes docs/authoring/reference.md anew."""

from app.manual.page import PAGE, reference

if __name__ == "__main__":
    PAGE.write_text(reference(), encoding="utf-8")
