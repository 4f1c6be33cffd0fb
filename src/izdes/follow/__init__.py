"""The main job on files: a case folder in, a followed trail out."""
