"""Pages of papers: a tab of a case with its papers, and each paper from draft to signature."""
