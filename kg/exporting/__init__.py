"""Writes the graph for people and for other programs."""
