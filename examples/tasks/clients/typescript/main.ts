// Makes a task and counts. Run it with the user's token in TOKEN.
import { APIClient, CentrifugoRPCClient, TaskErrorEmptyTitle } from "tasks-client";

const url = process.env["CENTRIFUGO_URL"] ?? "ws://localhost:8000/connection/websocket";
const rpc = new CentrifugoRPCClient(url, process.env["TOKEN"] ?? "", "42");
await rpc.connect();
const api = new APIClient(rpc);

const task = await api.tasksCreate({
  title: "Write it down",
  tags: ["typescript"],
  assignee: { name: "Ada" },
});
console.log("created", task.title, task.priority, task.created_at);

try {
  await api.tasksCreate({ title: "" });
} catch (error) {
  if (!(error instanceof TaskErrorEmptyTitle)) throw error;
  console.log("refused", error.code);
}

const stats = await api.tasksGetStats({ user_id: "Ada" });
console.log("total", stats.total, stats.by_tag);
rpc.disconnect();
