/** One fenced block of TypeScript and what the document says that it prints. */
export interface Block {
  readonly code: string;
  /** The `text` block right behind it; `undefined` where there is none: then it prints nothing. */
  readonly output: string | undefined;
  /** Where the code begins in the document, from 1. */
  readonly line: number;
  /** The lines of the document that `output` stands on, from 0, the end not included. */
  readonly outputLines: readonly [start: number, end: number] | undefined;
}

/** The blocks of one section of a document, which run as one module. */
export interface Program {
  readonly document: string;
  readonly heading: string;
  readonly blocks: readonly Block[];
  /** Whether it asks a provider: then it runs with `docs/examples/src/loopback.ts`, which answers where there is no key. */
  readonly hasLoopback: boolean;
}

/** A command that a document tells its reader to type. */
export interface ShellLine {
  readonly document: string;
  readonly line: number;
  readonly command: string;
}

interface Fence {
  readonly info: string;
  /** The lines inside, from 0, the end not included. */
  readonly start: number;
  readonly end: number;
  readonly heading: string;
}

/**
 * The programs of a Markdown document, in order. A `ts` block begins a program, a `ts continue` block goes on with that of
 * its section, and a `text` block right behind either is its output. One that asks a provider begins with `ts loopback`.
 *
 * @throws an `Error` that names the line, when a section has two programs, or a block continues nothing.
 */
export function extractPrograms(document: string, markdown: string): readonly Program[] {
  const lines = markdown.split("\n");
  const fences = findFences(lines);
  const programs: (Program & { readonly blocks: Block[] })[] = [];
  for (const [index, fence] of fences.entries()) {
    if (!/^ts( continue| loopback)?$/u.test(fence.info)) continue;
    const last = programs.at(-1);
    const isSameSection = last?.heading === fence.heading;
    const block = toBlock(lines, fence, fences[index + 1]);
    if (fence.info === "ts continue") {
      if (last === undefined || !isSameSection)
        throw wrong(document, block.line, "continues nothing in its section");
      last.blocks.push(block);
      continue;
    }
    if (isSameSection)
      throw wrong(document, block.line, "is the second program of its section; continue the first");
    const hasLoopback = fence.info === "ts loopback";
    programs.push({ document, heading: fence.heading, blocks: [block], hasLoopback });
  }
  return programs;
}

/** The lines of a document's `sh` blocks, without comments. */
export function extractShellLines(document: string, markdown: string): readonly ShellLine[] {
  const lines = markdown.split("\n");
  return findFences(lines)
    .filter(({ info }) => info === "sh")
    .flatMap(({ start, end }) =>
      lines.slice(start, end).map((text, index) => ({
        document,
        line: start + index + 1,
        command: text.replace(/\s+#.*$/u, "").trim(),
      })),
    )
    .filter(({ command }) => command !== "" && !command.startsWith("#"));
}

function findFences(lines: readonly string[]): readonly Fence[] {
  const fences: Fence[] = [];
  let heading = "";
  let open: { info: string; start: number; ticks: string } | undefined;
  for (const [index, line] of lines.entries()) {
    const [, ticks, info = ""] = /^(`{3,})(.*)$/u.exec(line) ?? [];
    if (open !== undefined) {
      if (ticks !== open.ticks || info !== "") continue;
      fences.push({ info: open.info, start: open.start, end: index, heading });
      open = undefined;
    } else if (ticks !== undefined) {
      open = { info: info.trim(), start: index + 1, ticks };
    } else {
      heading = /^#+ (.*)$/u.exec(line)?.[1] ?? heading;
    }
  }
  return fences;
}

function toBlock(lines: readonly string[], fence: Fence, next: Fence | undefined): Block {
  const code = lines.slice(fence.start, fence.end).join("\n");
  const between = next === undefined ? [""] : lines.slice(fence.end + 1, next.start - 1);
  const isOutput = next?.info === "text" && between.every((line) => line.trim() === "");
  return {
    code,
    line: fence.start + 1,
    output: isOutput ? lines.slice(next.start, next.end).join("\n") : undefined,
    outputLines: isOutput ? [next.start, next.end] : undefined,
  };
}

function wrong(document: string, line: number, what: string): Error {
  return new Error(`${document}:${String(line)}: this block ${what}.`);
}
