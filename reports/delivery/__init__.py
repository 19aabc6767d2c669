"""What is delivered, to whom and when: the occasions, the letters, the plan of a day, and the making of what is due."""
