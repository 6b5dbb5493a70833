"""What things cost the client: sums in words, value added tax."""
