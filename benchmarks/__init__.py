"""Measures contractgen against its peers in the same process and run: `python -m benchmarks`."""
