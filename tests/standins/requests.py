"""One request whose every criterion is met, for tests that need a case and do not care which. Nobody in it is real."""

from typing import Any

NOTE = """HISTORY OF PRESENT ILLNESS:
Synthetic patient seen in clinic on 2026-08-20 for loud snoring and witnessed apneas. Daytime sleepiness.

SLEEP STUDY:
In-lab polysomnography on 2026-09-14, ordered by the treating physician, showed an AHI of 22 events per hour over
6.4 hours of recorded sleep, scored with a 4 percent desaturation rule.

PLAN:
On 2026-10-02 the patient was instructed on the use of the CPAP device and mask. CPAP ordered.
"""
REQUEST: dict[str, Any] = {
    "patient_name": "Synthetic Person Example",
    "patient_dob": "1957-02-03",
    "provider_npi": "1234567893",
    "diagnosis_codes": ["G47.33"],
    "procedure_codes": ["E0601"],
    "clinical_notes": NOTE,
    "insurance_id": "SYN-0001",
    "state": "OH",
}
