"""About fifty points of a delivered .docx, looked at with zipfile and lxml alone; nothing here uses contractgen's own reader.

A check takes an opened `Docx` and returns what is wrong, one line a fault; `CHECKS` in `catalogue` lists them all.
"""
