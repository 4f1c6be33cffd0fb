"""The store of linking on the office's server: the statements of the store on disk."""
