"""A reason to refuse: a code with what its sentence needs (`words`)."""


class Refused(Exception):
    """Something in the files is not as it must be; the check of this certificate stops."""

    def __init__(self, code: str, **details: object) -> None:
        super().__init__(code)
        self.code, self.details = code, {name: str(value) for name, value in details.items()}
