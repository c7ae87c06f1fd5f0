"""What the demonstration says about a company: values only, so that it can be read without a database."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Identifier:
    """`scheme` is one of uscc, vat, lei, duns, tax; `country` is the issuing one (empty for lei and duns)."""

    scheme: str
    country: str
    number: str


@dataclass(frozen=True)
class Contact:
    name: str
    title: str
    email: str
    phone: str


@dataclass(frozen=True)
class Site:
    """A plant; `code` is what the ERP writes in a row's site column, `company_code` the ERP's company it is in."""

    code: str
    name: str
    name_zh: str
    country: str
    city: str
    company_code: str = ""


@dataclass(frozen=True)
class Category:
    code: str
    name: str
    name_zh: str


@dataclass(frozen=True)
class Source:
    """One ERP of a customer: `sites` are the plants whose orders it holds."""

    code: str
    name: str
    sites: tuple[str, ...]
    number_format: str


@dataclass(frozen=True)
class Membership:
    """`organisation` is a customer's slug or a supplier's key; `roles` are those of `accounts/roles.py`."""

    organisation: str
    roles: tuple[str, ...]


@dataclass(frozen=True)
class Person:
    name: str
    email: str
    memberships: tuple[Membership, ...]
    look_at: str
    language: str = "en"


@dataclass(frozen=True)
class Customer:
    slug: str
    name: str
    name_zh: str
    country: str
    city: str
    currency: str
    sites: tuple[Site, ...]
    sources: tuple[Source, ...]
    identifiers: tuple[Identifier, ...] = ()
    pays_late_days: int = 0
    pays_by_bill: bool = False

    def source_of(self, site: str) -> Source:
        return next(source for source in self.sources if site in source.sites)


@dataclass(frozen=True)
class Supplier:
    key: str
    name: str
    name_zh: str
    country: str
    city: str
    city_zh: str
    identifiers: tuple[Identifier, ...] = ()
    contacts: tuple[Contact, ...] = ()
    former_names: tuple[str, ...] = ()

    @property
    def native_name(self) -> str:
        """The name on the supplier's own papers: Chinese at home in China, the English one elsewhere."""
        return self.name_zh if self.country == "CN" else self.name


@dataclass(frozen=True)
class SupplierNumber:
    """A supplier as one ERP numbers it, in one of its companies where it has several, for these `sites`."""

    source: str
    company_code: str
    number: str
    sites: tuple[str, ...]

    @property
    def key(self) -> str:
        """What stands in the supplier column of that ERP's exports."""
        return f"{self.company_code}/{self.number}" if self.company_code else self.number


@dataclass(frozen=True)
class StageMove:
    """`year` counts from the beginning of the world, as in `conduct.py`."""

    year: float
    stage: str
    reason: str


@dataclass(frozen=True)
class Tie:
    """One customer's relationship with one supplier, as that customer keeps it."""

    customer: Customer
    supplier: Supplier
    stages: tuple[StageMove, ...]
    segment: str
    preferred: bool
    owner: str
    categories: tuple[str, ...]
    sites: tuple[str, ...]
    numbers: tuple[SupplierNumber, ...]
    currency: str
    notes: tuple[str, ...] = ()
    story: str = ""


@dataclass(frozen=True)
class Item:
    """A part as the ERP knows it; `price` in the tie's currency, four decimals."""

    code: str
    name: str
    category: str
    unit: str
    price: Decimal
    usual_quantity: int
