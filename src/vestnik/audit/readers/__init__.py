"""Bytes around the prefilter's hits → tokens that know where they stand.

``reading.read`` is the door; a reader never decides whether a token matters.
"""
