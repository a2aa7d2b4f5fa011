"""The forms of questions: answering them, and writing them."""
