"""The right edge: receives questions, asks knowledge, shows cards, sends."""
