"""Makes a task and counts. Run it with the user's token in TOKEN."""

import asyncio
import os

from tasks_client import (
    APIClient,
    Assignee,
    CentrifugoRPCClient,
    TaskErrorEmptyTitle,
    TaskStatsParams,
)

URL = os.environ.get("CENTRIFUGO_URL", "ws://localhost:8000/connection/websocket")


async def main() -> None:
    async with CentrifugoRPCClient(URL, os.environ["TOKEN"], "42") as rpc:
        api = APIClient(rpc)
        task = await api.tasks_create(
            title="Write it down", tags=["python"], assignee=Assignee(name="Ada")
        )
        print("created", task.title, task.priority, task.created_at.isoformat())

        try:
            await api.tasks_create(title="")
        except TaskErrorEmptyTitle as error:
            print("refused", error.code)

        # As keywords, or as a value of the params' own type.
        stats = await api.tasks_get_stats(TaskStatsParams(user_id="Ada"))
        print("total", stats.total, stats.by_tag)


asyncio.run(main())
