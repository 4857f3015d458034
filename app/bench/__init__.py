"""What the running of students' code costs on this machine: `workbook bench code`."""
