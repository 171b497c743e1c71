import type { BrowserContext, Page } from "playwright-core";
import { readPage, untilPageShows, type PageState } from "./page-state.ts";

/** A tab with the page, and what its console complains of. */
export class ChatTab {
  readonly page: Page;
  /** Errors of scripts, unhandled rejections, and errors and warnings in the console. */
  complaints: readonly string[] = [];

  constructor(page: Page) {
    this.page = page;
    // Shorter than Jest's limit, so that it says what it waited for; Playwright's own 30 s are short on a busy machine.
    page.setDefaultTimeout(100_000);
    page.on("pageerror", (error) => this.#complain(`uncaught: ${error.message}`));
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) this.#complain(message.text());
    });
  }

  /** Forgets the complaints that a test provokes. */
  forgive(pattern: RegExp): void {
    this.complaints = this.complaints.filter((complaint) => !pattern.test(complaint));
  }

  #complain(complaint: string): void {
    this.complaints = [...this.complaints, complaint];
  }

  /** Opens the page at an address, in a tab of its own. */
  static async open(context: BrowserContext, url: string): Promise<ChatTab> {
    const tab = new ChatTab(await context.newPage());
    await tab.page.goto(url);
    return tab;
  }

  /** The id of the run that the page's address names. */
  get runId(): string {
    return new URL(this.page.url()).searchParams.get("run") ?? "";
  }

  /** Waits until the page's address names a run, and gives its id. */
  async began(): Promise<string> {
    await this.page.waitForURL((url) => url.searchParams.has("run"));
    return this.runId;
  }

  async ask(question: string): Promise<void> {
    await this.page.getByLabel("Your question").fill(question);
    await this.page.getByRole("button", { name: "Ask" }).click();
  }

  read(): Promise<PageState> {
    return readPage(this.page);
  }

  /** Waits until the page shows this, and gives what it shows. */
  shows(expected: Partial<PageState>): Promise<PageState> {
    return untilPageShows(this.page, expected);
  }

  /** Waits until the run that the page shows is over. */
  async finished(status = "Done"): Promise<PageState> {
    return this.shows({ status });
  }

  close(): Promise<void> {
    return this.page.close();
  }
}
