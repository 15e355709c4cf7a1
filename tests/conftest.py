"""One way to run every test: no deadline on properties, since speed is measured elsewhere."""

from hypothesis import HealthCheck, settings

settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=60)
settings.load_profile("house")
