"""Questions of the programme editor."""
