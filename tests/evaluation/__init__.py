"""Measures against texts that people have annotated. Each module or package is a program of its own, not a test."""
