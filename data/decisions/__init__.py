"""The decisions: what people decided, append-only. A change is a new act that follows the old one; nothing is overwritten."""
