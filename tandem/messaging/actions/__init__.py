from tandem.messaging.actions.notify import Message, Recipients, members, notify, notify_many, people

__all__ = [
    "Message",
    "Recipients",
    "members",
    "notify",
    "notify_many",
    "people",
]
