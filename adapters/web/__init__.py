"""The web page and the local API. `adapters.web.app.create_app` builds them."""
