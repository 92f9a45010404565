# What `cmake --install` puts where; the worker finds its plugins relative to itself.
