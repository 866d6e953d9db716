"""The graph over HTTP: a read-only SPARQL 1.1 endpoint, a page to ask it, and a page for each entity."""
