import type { RunNode } from "@rivulet/core/operators";
import { createElement } from "./create-element.ts";

/** A tree of runs on the page. A node that is the same object as before was not changed, and is not looked at. */
export class RunTreeView {
  readonly #list: HTMLElement;
  #root: RunLine | undefined;

  constructor(list: HTMLElement) {
    this.#list = list;
  }

  show(root: RunNode): void {
    if (this.#root?.node.id !== root.id) {
      this.#root = new RunLine(root);
      this.#list.replaceChildren(this.#root.element);
    }
    this.#root.show(root);
  }

  clear(): void {
    this.#root = undefined;
    this.#list.replaceChildren();
  }
}

/** One run, and those inside it. */
class RunLine {
  readonly element: HTMLElement = createElement("li", "run");
  readonly #name = createElement("span", "run-name");
  readonly #type = createElement("span", "run-type");
  readonly #tags = createElement("span", "run-tags");
  readonly #chunks = createElement("span", "run-chunks");
  readonly #state = createElement("span", "run-state");
  readonly #time = createElement("span", "run-time");
  readonly #error = createElement("span", "run-error");
  readonly #list = createElement("ol", "run-children");
  readonly #children: RunLine[] = [];
  #node: RunNode | undefined;

  constructor(node: RunNode) {
    const line = createElement("div", "run-line");
    line.append(this.#name, this.#type, this.#state, this.#time);
    const details = createElement("div", "run-details");
    details.append(this.#tags, this.#chunks, this.#error);
    this.element.append(line, details);
    this.element.dataset["runId"] = node.id;
    this.show(node);
  }

  get node(): RunNode {
    return this.#node as RunNode;
  }

  show(node: RunNode): void {
    if (this.#node === node) return;
    this.#node = node;
    this.element.dataset["status"] = node.status;
    this.#name.textContent = node.name;
    this.#type.textContent = node.type ?? "";
    this.#chunks.textContent = chunksText(node);
    this.#state.textContent = node.status;
    this.#time.textContent = durationOf(node);
    this.#error.textContent = errorText(node);
    this.#showTags(node.tags);
    this.#showChildren(node.children);
  }

  #showTags(tags: readonly string[]): void {
    if (this.#tags.childElementCount === tags.length) return;
    this.#tags.replaceChildren(...tags.map((tag) => createElement("span", "tag", tag)));
  }

  // Runs are only ever added, at the end.
  #showChildren(nodes: readonly RunNode[]): void {
    for (const [index, node] of nodes.entries()) {
      const child = this.#children[index];
      if (child === undefined) this.#add(new RunLine(node));
      else child.show(node);
    }
  }

  #add(child: RunLine): void {
    if (this.#children.length === 0) this.element.append(this.#list);
    this.#children.push(child);
    this.#list.append(child.element);
  }
}

function durationOf({ startTime, endTime }: RunNode): string {
  if (endTime === undefined) return "";
  const milliseconds = endTime - startTime;
  return milliseconds < 1000
    ? `${String(Math.round(milliseconds))} ms`
    : `${(milliseconds / 1000).toFixed(1)} s`;
}

function chunksText({ chunkCount }: RunNode): string {
  if (chunkCount === 0) return "";
  return chunkCount === 1 ? "1 chunk" : `${String(chunkCount)} chunks`;
}

function errorText({ status, error }: RunNode): string {
  if (status !== "failed") return "";
  return error instanceof Error ? error.message : String(error);
}
