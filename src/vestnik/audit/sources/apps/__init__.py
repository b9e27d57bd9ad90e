"""Applications: what an Android or an iOS package declares and holds."""
