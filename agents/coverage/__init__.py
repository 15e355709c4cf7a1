"""The coverage specialist: provider, policies and criteria, judged per item by the rulebook."""
