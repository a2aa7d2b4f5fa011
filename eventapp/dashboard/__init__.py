"""The organisers' overview and pages: reads everything, owns nothing."""
