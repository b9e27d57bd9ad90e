"""The customer's personal cabinet: our own road, where taking is delivering."""
