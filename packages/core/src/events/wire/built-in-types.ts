import type { BuiltInType } from "./built-in-type.ts";
import { bytesType } from "./bytes-type.ts";

const dateType: BuiltInType<Date> = {
  tag: "date",
  brands: ["Date"],
  // An invalid date is a value too: `new Date(NaN)`.
  toFields: (date) => ({ value: Number.isNaN(date.getTime()) ? null : date.toISOString() }),
  fromFields({ value }) {
    if (value === null) return new Date(Number.NaN);
    const date = new Date(textField(value, "value"));
    if (Number.isNaN(date.getTime())) throw new TypeError("its value is no date");
    return date;
  },
};

const mapType: BuiltInType<ReadonlyMap<unknown, unknown>> = {
  tag: "map",
  brands: ["Map"],
  toFields: (map) => ({ entries: [...map] }),
  fromFields({ entries }) {
    const result = new Map<unknown, unknown>();
    for (const entry of list(entries, "entries")) {
      // The mark that stands for the entries which were too many is no pair: it stands for itself.
      const [key, value] = Array.isArray(entry) ? list(entry, "entry") : [entry, entry];
      result.set(key, value);
    }
    return result;
  },
};

const setType: BuiltInType<ReadonlySet<unknown>> = {
  tag: "set",
  brands: ["Set"],
  toFields: (set) => ({ values: [...set] }),
  fromFields: ({ values }) => new Set(list(values, "values")),
};

const urlType: BuiltInType<URL> = {
  tag: "url",
  brands: ["URL"],
  toFields: (url) => ({ href: url.href }),
  fromFields: ({ href }) => new URL(textField(href, "href")),
};

const regExpType: BuiltInType<RegExp> = {
  tag: "regexp",
  brands: ["RegExp"],
  toFields: ({ source, flags }) => ({ source, flags }),
  fromFields: ({ source, flags }) =>
    new RegExp(textField(source, "source"), textField(flags, "flags")),
};

/** The built-in classes whose instances come back as themselves; errors have a file of their own. */
export const builtInTypes: readonly BuiltInType[] = [
  dateType,
  mapType,
  setType,
  urlType,
  regExpType,
  bytesType,
];

function textField(value: unknown, field: string): string {
  if (typeof value !== "string") throw new TypeError(`its "${field}" is no text`);
  return value;
}

function list(value: unknown, field: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new TypeError(`its "${field}" is no list`);
  return value;
}
