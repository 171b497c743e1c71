/** The same object without the fields that are `undefined`, which a request does not mention. */
export function withoutUndefined<Fields extends object>(fields: Fields): Partial<Fields> {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as Partial<Fields>;
}
