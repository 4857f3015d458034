"""The diffusion workbook: server, content, grading and command line."""

__version__ = "0.1.0"
