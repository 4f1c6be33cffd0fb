"""Linking in the office: every complaint finds its series as soon as it is taken in."""
