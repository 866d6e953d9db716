"""Measures the extraction against texts that people have annotated. No test: each module is a program of its own."""
