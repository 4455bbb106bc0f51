"""Names of what the organization under test has; schemathesis's own would be there by chance."""

ORG = "own"
OF_PARAMETERS = {
    "org": [ORG],
    "reservation_id": [f"r{number}" for number in range(200)],
    "key_id": [f"k{number}" for number in range(20)],
    "user_id": [f"u{number}" for number in range(20)],
    "team_id": [f"t{number}" for number in range(20)],
    "scope": ["user"],
    "scope_id": [f"u{number}" for number in range(20)],
    "period": ["daily"],
}
