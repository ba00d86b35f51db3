"""Find the sentence of an article that answers a question; knows nothing of Discord."""
