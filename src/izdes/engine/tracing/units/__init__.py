"""Rules that keep units whole, on the axes of each pool: forward, backward, links, all origins."""
