import { renderTree } from "./render-tree.ts";
import { startServices } from "./start-services.ts";
import { createTreeReporter } from "./tree-reporter.ts";

const { PORT = "8080" } = process.env;
const services = await startServices({
  port: Number(PORT),
  callbacks: [createTreeReporter((tree) => console.log(`\n${renderTree(tree)}`))],
});
console.log(`The gateway listens on ${services.url}; try:`);
console.log(`  curl -N "${services.url}/ask?question=How+do+parrots+talk"`);
process.once("SIGINT", () => void services.close());
