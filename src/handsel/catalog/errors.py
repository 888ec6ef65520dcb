from django.utils.translation import gettext_lazy as _

from handsel.core.errors import DomainError


class UnknownStore(DomainError):
    code, http_status, message = "unknown_store", 404, _("There is no store {name}.")


class UnknownCurrency(DomainError):
    code, http_status, message = "unknown_currency", 400, _("{currency} is not a currency of store {store}.")


class UnknownLocale(DomainError):
    code, http_status, message = "unknown_locale", 404, _("{locale} is not a language of store {store}.")


class UnknownProduct(DomainError):
    code, http_status, message = "unknown_product", 404, _("There is no product {sku}.")
