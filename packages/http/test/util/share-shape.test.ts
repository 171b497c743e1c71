import { shareShape } from "../../src/util/share-shape.ts";

test("leaves an object as it was", () => {
  const owner = Object.setPrototypeOf(
    {
      a: 1,
      get b() {
        return 2;
      },
    },
    { c: 3 },
  ) as object;
  const before = Object.getOwnPropertyDescriptors(owner);
  shareShape(owner);
  shareShape(owner);
  expect(Reflect.ownKeys(owner)).toStrictEqual(["a", "b"]);
  expect(Object.getOwnPropertyDescriptors(owner)).toStrictEqual(before);
  expect(owner).toMatchObject({ c: 3 });
});

test("takes an object that nothing can be added to", () => {
  const owner = Object.freeze({ a: 1 });
  shareShape(owner);
  expect(Reflect.ownKeys(owner)).toStrictEqual(["a"]);
});
