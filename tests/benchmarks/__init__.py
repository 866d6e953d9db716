"""What the program costs, each figure as a ratio to a baseline of the same run."""
