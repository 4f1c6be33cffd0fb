"""Telephone records as operators answer them."""
