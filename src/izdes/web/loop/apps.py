"""The app of the loop."""

from django.apps import AppConfig


class Loop(AppConfig):
    """Plans: what to ask and to hold next, and why not."""

    name = "izdes.web.loop"
    label = "loop"

    def ready(self) -> None:
        """Plan after every trace."""
        from izdes.web.funds.tasks import traced  # noqa: PLC0415 - the apps are there only now
        from izdes.web.loop.tasks import plan_after  # noqa: PLC0415

        traced.connect(plan_after, dispatch_uid="loop")
