from tandem.portal.models.field import Field

__all__ = ["Field"]
