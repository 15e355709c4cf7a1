"""The synthesis specialist: gates, confidence and recommendation, computed; prose written from the computed result."""
