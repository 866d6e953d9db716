"""The merged graph as triples: what ``graph.ttl`` holds."""
from kg.graphs.turtle import Triple
