"""What people sit at: the command line and the terminal UI."""
