"""What a file is made of: workbooks, texts, XML, opened without trusting them."""
