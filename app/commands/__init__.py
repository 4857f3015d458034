"""The commands of `workbook`, one module each, and what they share."""
