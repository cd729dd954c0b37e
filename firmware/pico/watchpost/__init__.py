"""A pan-and-tilt board of watchpost. Nothing in this package touches hardware: time, bytes and pins come from outside."""
