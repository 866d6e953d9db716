"""Builds that are killed, starved and crossed, as they run."""
