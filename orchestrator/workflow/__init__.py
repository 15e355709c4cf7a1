"""The durable run of a case; the only room that imports DBOS."""
