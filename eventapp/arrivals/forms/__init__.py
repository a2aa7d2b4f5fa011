"""The forms of arrivals: strings in, values out."""
