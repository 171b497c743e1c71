/**
 * Has V8 keep the properties of an object in a table, from now on, where it would else make hidden classes for this object alone:
 * of an object whose prototype was changed, before Node 24, it makes one for each property that is added then. They are
 * dear to make, and what reads the object finds another class each time. Objects with tables have one in common.
 *
 * Nothing of the object changes. Does nothing from Node 24 on, where such objects share their classes: there a table is what is dear.
 */
export function shareShape(owner: object): void {
  if (!hasShapesOfItsOwn) return;
  for (const key of passingKeys) Reflect.set(owner, key, undefined);
  // The first of two: of the last one V8 takes the class back that it had made.
  for (const key of passingKeys) Reflect.deleteProperty(owner, key);
}

const passingKeys = [Symbol("rivulet.first"), Symbol("rivulet.last")] as const;
const hasShapesOfItsOwn = nodeMajor() < 24;

function nodeMajor(): number {
  const { process } = globalThis as {
    readonly process?: { readonly versions?: { readonly node?: string } };
  };
  return Number.parseInt(process?.versions?.node ?? "", 10);
}
