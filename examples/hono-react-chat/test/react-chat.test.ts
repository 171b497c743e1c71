import { describeWithBrowser, launchBrowser } from "@rivulet/example-browser";
import type { Browser, BrowserContext } from "playwright-core";
import { buildSite, removeSite } from "./support/build-site.ts";
import { ChatSite } from "./support/chat-site.ts";
import { ChatTab } from "./support/chat-tab.ts";
import { DevServer } from "./support/dev-server.ts";
import { TokenGate } from "./support/token-gate.ts";
import { serverLines } from "./support/tree-lines.ts";

const question = "Something with courgettes?";
const answer = "Here is what I know.\nPisto: peppers, courgettes and tomatoes, slowly stewed.";
const tokens = answer.match(/\s*\S+/gu) ?? [];

let browser: Browser;
let context: BrowserContext;
let sites: Readonly<Record<"production" | "development", string>>;
let gate: TokenGate;
let chat: ChatSite;
let tab: ChatTab;

async function open(mode: keyof typeof sites): Promise<void> {
  gate = new TokenGate();
  chat = await ChatSite.start(sites[mode], gate);
  context = await browser.newContext();
  tab = await ChatTab.open(context, chat.url);
}

/** Waits until so many answers with events are open: the server is told of a closed connection when the page is long elsewhere. */
async function untilStreams(count: number): Promise<void> {
  while (chat.openStreams !== count) await new Promise(setImmediate);
}

describeWithBrowser("the React chat page", () => {
  beforeAll(async () => {
    const [production, development, launched] = await Promise.all([
      buildSite("production"),
      buildSite("development"),
      launchBrowser(),
    ]);
    sites = { production, development };
    browser = launched;
  });

  afterAll(async () => {
    await browser?.close();
    for (const site of Object.values(sites ?? {})) removeSite(site);
  });

  afterEach(async () => {
    const { complaints } = tab;
    await context.close();
    await chat.close();
    expect(complaints).toEqual([]);
  });

  it("shows tokens while they come, and the tree that the server has", async () => {
    await open("production");
    await tab.ask(question);
    await tab.page.getByText("RecipeRetriever").waitFor();
    expect((await tab.state()).tree.at(-1)).toBe("        RecipeRetriever retriever running");
    gate.open(1);
    await tab.page.getByText("CookModel").waitFor();
    for (const [index] of tokens.slice(0, -1).entries()) {
      gate.open(1);
      await tab.untilMessage(tokens.slice(0, index + 1).join(""));
      const { status, tree } = await tab.state();
      expect([status, tree[0]]).toEqual(["Running", expect.stringMatching(/^Cook chain running/)]);
    }
    gate.open(1);
    await tab.untilStatus("Done");
    const { messages, tree } = await tab.state();
    expect(messages).toEqual([`You${question}`, `Cook${answer}`]);
    expect(tree).toEqual(await serverLines(chat.events, tab.runId));
    expect(tree).toContain("        RecipeRetriever retriever ended 1 chunk");
    await untilStreams(0);
  });

  it("goes on after a reload in the middle", async () => {
    await open("production");
    await tab.ask(question);
    gate.open(4);
    await tab.untilMessage(tokens.slice(0, 3).join(""));
    const { runId } = tab;
    await tab.page.reload();
    await tab.untilMessage(tokens.slice(0, 3).join(""));
    expect((await tab.state()).status).toBe("Running");
    gate.open();
    await tab.untilStatus("Done");
    const { messages, tree } = await tab.state();
    expect(messages).toEqual([`You${question}`, `Cook${answer}`]);
    expect(tree).toEqual(await serverLines(chat.events, runId));
    expect(chat.requests).toEqual(["POST /chat", `GET /chat/runs/${runId}`]);
  });

  it("keeps the conversation from question to question, and begins another", async () => {
    await open("production");
    gate.open();
    await tab.ask(question);
    await tab.untilStatus("Done");
    await tab.ask("And with lentils?");
    const second =
      "For question 2 is what I know.\nDal: red lentils with ginger, cumin and browned onions.";
    await tab.untilMessage(second);
    await tab.untilStatus("Done");
    const messages = [`You${question}`, `Cook${answer}`, "YouAnd with lentils?", `Cook${second}`];
    expect((await tab.state()).messages).toEqual(messages);
    await tab.page.reload();
    await tab.untilMessage(second);
    expect((await tab.state()).messages).toEqual(messages);
    await tab.page.getByRole("button", { name: "New conversation" }).click();
    await tab.page.getByText("Try:").waitFor();
    expect(await tab.state()).toEqual({ status: "", messages: [], tree: [] });
  });

  it("cancels, and says so", async () => {
    await open("production");
    await tab.ask(question);
    gate.open(2);
    await tab.untilMessage("Here");
    await tab.page.getByRole("button", { name: "Cancel" }).click();
    await tab.untilStatus("Cancelled");
    const { tree } = await tab.state();
    expect(tree).toEqual(await serverLines(chat.events, tab.runId));
    expect(tree[0]).toBe("Cook chain cancelled 1 chunk");
  });

  it("lists the events to whoever wants to see them", async () => {
    await open("production");
    await tab.ask(question);
    gate.open(2);
    await tab.untilMessage("Here");
    await tab.page.getByText("Events", { exact: true }).click();
    const items = tab.page.locator(".events li");
    await items.getByText("on_chat_model_stream").first().waitFor();
    gate.open();
    await tab.untilStatus("Done");
    await items.getByText(/^on_chain_end Cook$/).waitFor();
    const { runId } = tab;
    const ofRun = chat.events.filter(({ run_id: id, parent_ids: ids }) =>
      [id, ...ids].includes(runId),
    );
    expect(await items.count()).toBe(ofRun.length);
  });

  it("starts one run and leaves no connection where React mounts it twice", async () => {
    await open("development");
    await tab.ask(question);
    gate.open(2);
    await tab.untilMessage("Here");
    await untilStreams(1);
    expect([chat.service.runs.runCount, chat.requests]).toEqual([1, ["POST /chat"]]);
    // A reload is where the page connects as it is mounted, which a strict React does twice.
    await tab.page.reload();
    await tab.untilMessage("Here");
    await untilStreams(1);
    expect(chat.requests).toEqual(["POST /chat", `GET /chat/runs/${tab.runId}`]);
    await tab.page.goto("about:blank");
    await untilStreams(0);
    expect(chat.service.runs.runCount).toBe(1);
  });
});

describeWithBrowser("npm run dev", () => {
  it("serves the page and the events", async () => {
    const [server, opened] = await Promise.all([DevServer.start(), launchBrowser()]);
    try {
      const page = await ChatTab.open(await opened.newContext(), server.url);
      await page.page.waitForLoadState("networkidle");
      await page.ask(question);
      await page.untilStatus("Done");
      expect((await page.state()).messages).toEqual([`You${question}`, `Cook${answer}`]);
      expect(page.complaints).toEqual([]);
    } finally {
      await opened.close();
      await server.close();
    }
  });
});
