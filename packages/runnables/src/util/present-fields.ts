/** Those of the fields, in their order, whose value is not `undefined`. */
export function presentFields<Fields extends object>(fields: Fields): Partial<Fields> {
  const present = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(present) as Partial<Fields>;
}
