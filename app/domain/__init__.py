"""The values of the product: frozen, without input or output."""
