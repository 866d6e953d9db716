"""Decides which names of the articles are names of one thing: features, scores, groups."""
