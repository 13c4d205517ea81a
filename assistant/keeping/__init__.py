"""What a user owns and how it changes: the library, rebuilds and what they alter, clients, kept conversations."""
