"""The side that runs students' code, started as a package `child` with nothing of the workbook on its path.

Nothing in here may import `app`, and nothing in here is trusted once a student's program has run.
`frames` and `plain` are also read by the trusted side: they say what may cross.
"""
