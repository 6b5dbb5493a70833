"""Texts of paper forms that a company may change: `<form>.<language>.json`."""
