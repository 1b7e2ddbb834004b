"""Telling people that a scheduled run failed, by an automation on the Prefect server."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

from flows.schedules import TAG
from flows.server import require_server
from schemas.errors import ConfigurationError

NAME = "banggiao-failures"
"""Of the automation and of the notification block that it uses."""

_FAILURES = ("Failed", "Crashed", "TimedOut")

_SUBJECT = "banggiao: {{ flow.name }} {{ flow_run.state.name }}"
_BODY = """\
{{ deployment.name }} / {{ flow_run.name }}: {{ flow_run.state.message }}
{{ flow_run|ui_url }}
"""


def alert_on_failures(webhook: str) -> None:
    """Have the Prefect server POST to `webhook` when a run of a deployment ends as failed, crashed or timed out.

    The body is JSON with `text`, which Slack, Mattermost and Teams show, and `subject`. Called again, it replaces the
    address. Raises ConfigurationError where the address is none of http(s), or no server is set or answers.
    """
    if urlsplit(webhook).scheme not in {"http", "https"} or not urlsplit(webhook).hostname:
        raise ConfigurationError(f"{webhook!r} is no http(s) address that could be told of failures")
    require_server()
    from prefect.automations import AutomationCore, EventTrigger, Posture, SendNotification
    from prefect.blocks.notifications import CustomWebhookNotificationBlock
    from prefect.client.orchestration import get_client
    from prefect.types import SecretDict

    block = CustomWebhookNotificationBlock(
        name=NAME,
        # Such addresses carry a token: as a secret it is not shown again.
        url="{{webhook}}",
        secrets=SecretDict({"webhook": webhook}),
        json_data={"subject": "{{subject}}", "text": "{{subject}}\n{{body}}"},
    )
    block_id = block.save(NAME, overwrite=True)
    automation = AutomationCore(
        name=NAME,
        description="Tells the webhook of banggiao's failed, crashed and timed-out runs",
        # All of it is said: an update sends what was said alone, and the server wants the rest too.
        trigger=EventTrigger(
            type="event",
            posture=Posture.Reactive,
            threshold=1,
            within=timedelta(0),
            expect={f"prefect.flow-run.{state}" for state in _FAILURES},
            match={"prefect.resource.id": "prefect.flow-run.*"},
            match_related={"prefect.resource.id": f"prefect.tag.{TAG}", "prefect.resource.role": "tag"},
            for_each={"prefect.resource.id"},
        ),
        actions=[SendNotification(type="send-notification", block_document_id=block_id, subject=_SUBJECT, body=_BODY)],
    )
    with get_client(sync_client=True) as client:
        known = client.read_automations_by_name(NAME)
        if known:
            client.update_automation(known[0].id, automation)
        else:
            client.create_automation(automation)
