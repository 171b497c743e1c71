import type { BrowserContext, Page } from "playwright-core";

// The little that is used of the browser: its types would replace those of Node in the tests of all packages.
interface PageElement {
  readonly textContent: string;
  readonly parentElement: PageElement | null;
  querySelector(selector: string): PageElement | null;
  querySelectorAll(selector: string): Iterable<PageElement>;
  closest(selector: string): PageElement | null;
}
declare const document: PageElement;

/** What the page shows. */
export interface PageState {
  readonly status: string;
  readonly messages: readonly string[];
  readonly tree: readonly string[];
}

/** The page in a tab. */
export class ChatTab {
  readonly page: Page;
  /** What went wrong in the page, in its own words. */
  readonly complaints: string[] = [];

  private constructor(page: Page) {
    this.page = page;
    // Shorter than Jest's limit, so that it says what it waited for; Playwright's own 30 s are short on a busy machine.
    page.setDefaultTimeout(100_000);
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) this.complaints.push(message.text());
    });
    page.on("response", (response) => {
      if (!response.ok()) this.complaints.push(`${String(response.status())} ${response.url()}`);
    });
    page.on("pageerror", (error) => this.complaints.push(String(error)));
  }

  static async open(context: BrowserContext, url: string): Promise<ChatTab> {
    const tab = new ChatTab(await context.newPage());
    await tab.page.goto(url);
    return tab;
  }

  /** The id of the run that the page's address names. */
  get runId(): string {
    return new URL(this.page.url()).searchParams.get("run") ?? "";
  }

  async ask(question: string): Promise<void> {
    await this.page.getByLabel("Your question").fill(question);
    await this.page.getByRole("button", { name: "Ask" }).click();
  }

  /** Waits until the last message is this. */
  async untilMessage(text: string): Promise<void> {
    await this.page.waitForFunction(
      (expected) => document.querySelector(".message:last-child p")?.textContent === expected,
      text,
    );
  }

  async untilStatus(status: string): Promise<void> {
    await this.page.getByRole("status").getByText(status, { exact: true }).waitFor();
  }

  /** Read at one moment. */
  state(): Promise<PageState> {
    return this.page.evaluate(() => {
      const textOf = (element: PageElement | null): string => element?.textContent.trim() ?? "";
      const texts = (selector: string): readonly string[] =>
        [...document.querySelectorAll(selector)].map(textOf);
      const depthOf = (element: PageElement): number => {
        const list = element.parentElement?.closest(".tree, .tree ul") ?? null;
        return list === null ? -1 : 1 + depthOf(list);
      };
      const tree = [...document.querySelectorAll(".run")].map((run) =>
        [
          "  ".repeat(depthOf(run)) + textOf(run.querySelector(".name")),
          ...[".type", ".run-status", ".chunks"].map((part) => textOf(run.querySelector(part))),
        ]
          .filter((part) => part !== "")
          .join(" "),
      );
      return {
        status: textOf(document.querySelector("[role=status]")),
        messages: texts(".message"),
        tree,
      };
    });
  }
}
