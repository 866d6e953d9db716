"""Import proved: ``graph.ttl`` in stores of other people's making, asked the shipped questions, answers compared."""
