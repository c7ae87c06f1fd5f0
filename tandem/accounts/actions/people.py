from tandem.accounts.models import Organization, User


def act_for(user: User, organization: Organization) -> None:
    user.acting_for = organization
    user.save(update_fields=["acting_for"])


def choose_language(user: User, language: str) -> None:
    user.language = language
    user.save(update_fields=["language"])


def change_person(user: User, *, name: str, language: str) -> None:
    """What a person may change of themselves without anybody's leave."""
    user.name = name.strip()
    user.language = language
    user.save(update_fields=["name", "language"])
