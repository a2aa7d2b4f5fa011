"""What organisers see at a glance: figures, and the rows behind them."""
