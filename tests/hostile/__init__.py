"""Hostile input: nothing that is read, asked or written makes the program fail, hang, or reach where it must not."""
