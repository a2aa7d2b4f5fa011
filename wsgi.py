"""What a WSGI server loads: `wsgi:app`."""

from eventapp.app import create_app

app = create_app()
