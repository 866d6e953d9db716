"""Asking the merged graph: shipped and own SPARQL queries, explanations, and the checks that it is well-formed."""
