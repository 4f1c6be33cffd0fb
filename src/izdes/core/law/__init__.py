"""Law as dated data: norms, measures, institutions. Code here never holds an article number."""
