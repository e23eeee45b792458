"""What a form field can be to Sitthi. A closed list: what is not here cannot be released to a page by any policy.

A leaf on the start path. A new card field for forms starts here.
"""

DETECTED_ROLES = (
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
"""The finder knows them by what a person reads at the field."""

NAMED_ROLES = (
    "patient_first_name_en",
    "patient_last_name_en",
    "patient_house_no",
    "patient_moo",
    "patient_soi",
    "patient_road",
    "patient_tambon",
    "patient_amphoe",
    "patient_province",
    "rights_scheme",
    "rights_sub_scheme",
    "rights_hospital_main",
    "rights_hospital_op",
    "rights_hospital_sub",
    "rights_valid_from",
    "rights_valid_to",
    "claim_code",
)
"""Only where a site's rule names the field: an address in a form is as often where somebody lives now, and a scheme
or a code has no words that would be the same in two programs.
"""

ROLES = (*DETECTED_ROLES, *NAMED_ROLES)
