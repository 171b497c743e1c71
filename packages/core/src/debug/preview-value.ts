const maxDepth = 4;
// What a terminal would obey, or show as something else.
const unprintable = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;
const secretKey =
  /^(authorization|(set-)?cookie|pass(word|wd|phrase)?|credentials?|(.*[-_ ])?(secret|token)|.*(api|private|access|secret)[-_ ]?key|.*(Secret|Token))$/iu;

/**
 * A value on one line, of at most so many characters: for people, not for programs. Calls no getter and no method of the
 * value, looks at no more of it than it shows, and never throws. What stands under the name of a secret is hidden; a secret
 * that stands elsewhere is not.
 */
export function previewValue(value: unknown, maxLength: number): string {
  if (maxLength <= 0) return "";
  const preview = new Preview(maxLength);
  preview.write(value, 0);
  return preview.text;
}

class Preview {
  readonly #maxLength: number;
  readonly #around = new Set<object>();
  #text = "";

  constructor(maxLength: number) {
    this.#maxLength = maxLength;
  }

  get text(): string {
    const text = this.#text.replace(unprintable, escapeCharacter);
    return text.length > this.#maxLength ? `${text.slice(0, this.#maxLength - 1)}…` : text;
  }

  write(value: unknown, depth: number): void {
    const before = this.#text;
    try {
      this.#writeValue(value, depth);
    } catch {
      // A proxy may refuse anything.
      this.#text = `${before}[unreadable]`;
    }
  }

  get #isFull(): boolean {
    return this.#text.length > this.#maxLength;
  }

  #add(text: string): void {
    if (!this.#isFull) this.#text += text;
  }

  #writeValue(value: unknown, depth: number): void {
    if (typeof value === "string") this.#add(JSON.stringify(value.slice(0, this.#maxLength)));
    else if (typeof value === "bigint") this.#add(`${bigIntText(value)}n`);
    else if (typeof value === "function") this.#add("[Function]");
    else if (typeof value === "object" && value !== null) this.#writeObject(value, depth);
    else this.#add(String(value));
  }

  #writeObject(value: object, depth: number): void {
    if (this.#around.has(value)) return this.#add("[circular]");
    if (value instanceof Error) return this.#writeError(value);
    if (value instanceof Date) return this.#add(dateText(value));
    const isList = Array.isArray(value);
    if (depth >= maxDepth) return this.#add(isList ? "[…]" : "{…}");
    this.#around.add(value);
    if (isList) this.#writeList(value, depth);
    else this.#writeFields(value, depth);
    this.#around.delete(value);
  }

  #writeError(error: Error): void {
    const name: unknown = classNameOf(error);
    const message: unknown = Object.getOwnPropertyDescriptor(error, "message")?.value;
    this.#add(typeof message === "string" && message !== "" ? `${String(name)}: ` : String(name));
    if (typeof message === "string") this.#add(message.slice(0, this.#maxLength));
  }

  #writeList(list: readonly unknown[], depth: number): void {
    this.#add("[");
    for (let index = 0; index < list.length && !this.#isFull; index += 1) {
      if (index > 0) this.#add(", ");
      this.#writeProperty(list, String(index), depth);
    }
    this.#add("]");
  }

  #writeFields(value: object, depth: number): void {
    const name = classNameOf(value);
    if (name !== "Object") this.#add(`${name} `);
    // The elements of bytes are no fields that anybody reads.
    if (ArrayBuffer.isView(value)) return this.#add(`(${value.byteLength} bytes)`);
    if (value instanceof Map || value instanceof Set) return this.#add(`(${value.size})`);
    this.#add("{");
    let isFirst = true;
    // Not `Object.keys`: a list of a million keys would be made for the first ten.
    for (const key in value) {
      if (this.#isFull) return;
      if (!Object.hasOwn(value, key)) continue;
      this.#add(isFirst ? " " : ", ");
      this.#writeField(value, key, depth);
      isFirst = false;
    }
    this.#add(isFirst ? "}" : " }");
  }

  #writeField(owner: object, key: string, depth: number): void {
    this.#add(/^[\w$]+$/u.test(key) ? key : JSON.stringify(key.slice(0, this.#maxLength)));
    this.#add(": ");
    if (isSecretKey(key)) this.#add("[hidden]");
    else this.#writeProperty(owner, key, depth);
  }

  #writeProperty(owner: object, key: string, depth: number): void {
    const property = Object.getOwnPropertyDescriptor(owner, key);
    if (property === undefined) this.#add("<empty>");
    else if (property.get !== undefined || property.set !== undefined) this.#add("[Getter]");
    else this.write(property.value, depth + 1);
  }
}

function isSecretKey(key: string): boolean {
  return key.length <= 100 && secretKey.test(key);
}

function dateText(date: Date): string {
  const isValid = !Number.isNaN(Date.prototype.getTime.call(date));
  return isValid ? Date.prototype.toISOString.call(date) : "Invalid Date";
}

// The digits of a huge one take long to find.
function bigIntText(value: bigint): string {
  const limit = 10n ** 40n;
  return value < limit && value > -limit ? String(value) : "(huge) ";
}

function classNameOf(value: object): string {
  const prototype = Object.getPrototypeOf(value) as object | null;
  if (prototype === null) return "Object";
  const made: unknown = Object.getOwnPropertyDescriptor(prototype, "constructor")?.value;
  if (typeof made !== "function") return "Object";
  const name: unknown = Object.getOwnPropertyDescriptor(made, "name")?.value;
  return typeof name === "string" && name !== "" ? name.slice(0, 40) : "Object";
}

function escapeCharacter(character: string): string {
  return `\\u{${character.codePointAt(0)?.toString(16) ?? ""}}`;
}
