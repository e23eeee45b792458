"""What a form field can be to Sitthi. A closed list: what is not here cannot be released to a page by any policy.

A leaf on the start path. A new card field for forms starts here.
"""

ROLES = (
    "operator_cid",
    "token",
    "patient_cid",
    "patient_title",
    "patient_first_name",
    "patient_last_name",
    "patient_birth_date",
    "patient_sex",
    "patient_address",
)
