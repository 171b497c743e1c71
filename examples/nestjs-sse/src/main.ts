import { createApp } from "./create-app.ts";

const { PORT = "8081" } = process.env;
const app = await createApp([
  {
    on_event: ({ event, name }) => {
      if (!event.endsWith("_stream")) console.log(event, name);
    },
  },
]);
await app.listen(Number(PORT), "127.0.0.1");
const url = (await app.getUrl()).replace(/\/$/, "");
console.log(`Try: curl -N "${url}/ask?question=Where+is+order+17"`);
