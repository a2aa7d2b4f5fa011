"""Badge credentials, QR codes and printable sheets."""
