"""What the office and the worker do with mailings."""
