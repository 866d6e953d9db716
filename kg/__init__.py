"""Builds a knowledge graph of who says what from news articles that do not agree."""
