"""One file per carrier: where a messenger can stand. Detectors are pure and do not know each other.

Each exposes ``detect(reading) -> Iterator[Sighting]``; what names a platform is data of ``law.signatures``.
"""
