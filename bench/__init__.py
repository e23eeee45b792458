"""Benchmarks: ratios between things measured in one run, medians, with the physical limit beside them."""
