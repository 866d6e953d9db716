"""What the program raises when it cannot go on: messages that a user can act on."""


class KgError(Exception):
    """One line that says what, where and the remedy. The command line prints it and exits with 2."""
