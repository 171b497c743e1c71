/** Reads headers of any class that has `get`, or of a plain record with names in lower case. */
export function headerReader(headers: unknown): (name: string) => string | undefined {
  if (typeof headers !== "object" || headers === null) return () => undefined;
  const fields = headers as Readonly<Record<string, unknown>>;
  const { get } = fields;
  return (name) => {
    const value: unknown =
      typeof get === "function" ? Reflect.apply(get, headers, [name]) : fields[name];
    return typeof value === "string" ? value : undefined;
  };
}
