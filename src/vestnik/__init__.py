"""Vestnik takes a company off foreign messengers: audit, fix, law, notify, consent, chat, training, proof."""

__version__ = "0.1.0"
