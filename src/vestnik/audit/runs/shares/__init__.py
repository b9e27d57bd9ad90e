"""Links by which somebody without an account reads one report, for a while."""
