"""What the storefront contract answers when it refuses: number, status, detail (docs/errors.md).

Numbers are the contract's; where it has none, the code is a word of ours.
"""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Problem:
    """One error object of an answer."""

    status: int
    code: str
    detail: str

    def about(self, **facts: object) -> "Problem":
        """The same problem with the facts of one request in its words."""
        return replace(self, detail=self.detail.format(**facts))


class Refused(Exception):
    """The request is answered with these problems, in this order, and the status of the first (API-17)."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__("; ".join(problem.detail for problem in problems))


INVALID_TOKEN = Problem(401, "001", "Invalid access token.")
MISSING_TOKEN = Problem(403, "002", "Missing access token.")
FAILED_LOGIN = Problem(401, "003", "Failed to authenticate user.")
FAILED_REFRESH = Problem(401, "004", "Failed to refresh token.")
ABSTRACT_NOT_FOUND = Problem(404, "301", "Abstract product is not found.")
CONCRETE_NOT_FOUND = Problem(404, "302", "Concrete product is not found.")
ABSTRACT_MISSING = Problem(400, "311", "Abstract product sku is not specified.")
CONCRETE_MISSING = Problem(400, "312", "Concrete product sku is not specified.")
INVALID_CURRENCY = Problem(400, "313", "Currency is invalid.")
INVALID_PRICE_MODE = Problem(400, "314", "Price mode is invalid.")
STORE_NOT_FOUND = Problem(404, "601", "Store not found.")
INVALID_FIELD = Problem(422, "901", "{path} => {text}")
MERCHANT_NOT_FOUND = Problem(404, "3501", "Merchant not found.")
MERCHANT_MISSING = Problem(400, "3502", "Merchant identifier is not specified.")
OFFER_NOT_FOUND = Problem(404, "3701", "Product offer not found.")
OFFER_OF_AVAILABILITY_NOT_FOUND = Problem(404, "3701", "Product offer was not found.")
OFFER_MISSING = Problem(400, "3702", "Product offer ID is not specified.")

NOT_FOUND = Problem(404, "not_found", "Not found.")
ID_MISSING = Problem(400, "resource_id_missing", "Resource id is not specified.")
INVALID_BODY = Problem(400, "invalid_body", "Post data is invalid.")
INVALID_TYPE = Problem(400, "invalid_type", "Invalid type.")
METHOD_NOT_ALLOWED = Problem(405, "method_not_allowed", "{method} is not possible here; allowed: {allowed}.")
UNKNOWN_PARAMETER = Problem(400, "unknown_parameter", "Query parameter {name} is not known here.")
REPEATED_PARAMETER = Problem(400, "repeated_parameter", "Query parameter {name} is given more than once.")
UNKNOWN_INCLUDE = Problem(400, "unknown_include", "{name} cannot be included here.")
UNKNOWN_TYPE = Problem(400, "unknown_type", "There is no resource type {name} to choose fields of.")
UNKNOWN_FIELD = Problem(400, "unknown_field", "{type} has no field {name}.")
INVALID_PAGE = Problem(400, "invalid_page", "{name} must be a whole number from {lowest} to {highest}.")
ORGANIZATION_MISSING = Problem(
    400, "acting_organization_missing", "You act for several organizations: name one in X-Acting-Organization."
)
NOT_A_MEMBER = Problem(403, "not_a_member", "You are not a member of the organization in X-Acting-Organization.")
TOO_MANY_ATTEMPTS = Problem(429, "too_many_attempts", "Too many failed attempts. Try again later.")
