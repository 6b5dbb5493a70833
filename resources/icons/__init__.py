"""Lucide icons (LICENSE.txt), 24-unit outlines in `currentColor`, and the marks that the style sheet needs as files."""
