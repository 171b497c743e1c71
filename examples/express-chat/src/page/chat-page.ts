import type { RunNode } from "@rivulet/core/operators";
import type { ResetReason } from "@rivulet/http";
import type { Subscription } from "rxjs";
import { followRun, type RunSource, type RunView } from "./follow-run.ts";
import type { PageParts } from "./page-parts.ts";
import type { RunOutcome } from "./run-outcome.ts";
import { RunTreeView } from "./run-tree-view.ts";

/** Where the service has its events. */
const chatUrl = "/chat";

const statusTexts = { ended: "Done", cancelled: "Cancelled", failed: "Failed" } as const;

/** The page: it shows one run at a time, the one that its address names. */
export class ChatPage implements RunView {
  readonly #parts: PageParts;
  readonly #tree: RunTreeView;
  #runId: string | undefined;
  #following: Subscription | undefined;

  constructor(parts: PageParts) {
    this.#parts = parts;
    this.#tree = new RunTreeView(parts.tree);
  }

  /** Asks a question, and shows the run that answers it. */
  ask(question: string): void {
    this.#follow({ input: { question } });
    this.#showQuestion(question);
  }

  /** Shows the run that the page's address names, or that there is none. */
  showAddressed(): void {
    const runId = new URLSearchParams(location.search).get("run");
    if (runId === null) this.#clear();
    else this.#follow({ runId });
  }

  /** Cancels the run that is shown. Never rejects. */
  async cancel(): Promise<void> {
    if (this.#runId === undefined) return;
    const url = `${chatUrl}/runs/${encodeURIComponent(this.#runId)}`;
    const response = await fetch(url, { method: "DELETE" }).catch(() => undefined);
    if (response?.ok !== true) this.#notify("The run could not be cancelled. Try again.");
  }

  began(runId: string): void {
    this.#runId = runId;
    const address = `?run=${encodeURIComponent(runId)}`;
    if (location.search !== address) history.pushState(null, "", address);
    this.#parts.runLink.href = address;
    this.#parts.runLink.hidden = false;
    this.#parts.cancel.hidden = false;
    this.#parts.status.textContent = "Running";
  }

  addText(piece: string): void {
    this.#parts.answer.hidden = false;
    this.#parts.answer.append(piece);
  }

  showTree(root: RunNode): void {
    this.#tree.show(root);
    this.#parts.noRuns.hidden = true;
    const { question } = (root.input ?? {}) as { readonly question?: unknown };
    if (typeof question === "string") this.#showQuestion(question);
  }

  lost(reason: ResetReason): void {
    if (reason === "restart") this.#forget();
    else this.#notify("A part of this run is missing here: the server does not keep it any more.");
  }

  finished({ status, notice }: RunOutcome): void {
    this.#setBusy(false);
    this.#parts.cancel.hidden = true;
    this.#parts.status.textContent = statusTexts[status];
    if (notice !== undefined) this.#notify(notice);
  }

  #follow(source: RunSource): void {
    this.#clear();
    this.#setBusy(true);
    this.#parts.hint.hidden = true;
    this.#parts.status.textContent = "Connecting";
    this.#following = followRun(chatUrl, source, this);
  }

  #clear(): void {
    this.#following?.unsubscribe();
    this.#following = undefined;
    this.#runId = undefined;
    this.#forget();
    this.#setBusy(false);
    const { runLink, cancel, notice, asked, hint, status } = this.#parts;
    for (const part of [runLink, cancel, notice, asked]) part.hidden = true;
    hint.hidden = false;
    status.textContent = "";
  }

  #forget(): void {
    this.#tree.clear();
    this.#parts.answer.replaceChildren();
    this.#parts.answer.hidden = true;
    this.#parts.noRuns.hidden = false;
  }

  #showQuestion(question: string): void {
    this.#parts.asked.textContent = question;
    this.#parts.asked.hidden = false;
  }

  #notify(text: string): void {
    this.#parts.notice.textContent = text;
    this.#parts.notice.hidden = false;
  }

  #setBusy(isBusy: boolean): void {
    for (const part of [this.#parts.answer, this.#parts.tree]) part.ariaBusy = String(isBusy);
  }
}
