"""Measure how good answers are, and fit the weights that answers are ranked and judged by."""
