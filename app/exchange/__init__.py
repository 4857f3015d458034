"""Question banks of elsewhere: Moodle XML and GIFT read into exercises, exercises written as Moodle XML."""
