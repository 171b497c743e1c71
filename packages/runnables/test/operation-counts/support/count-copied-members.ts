import { watchMethod } from "./watch-method.ts";

/** How many members of arrays and objects were put into new containers. */
export interface CopiedMembers {
  /** Of what was frozen: a value that is handed out is, be it a copy or a container that is complete. */
  frozen: number;
  /** From one array to another, by `slice` and `concat`. */
  sliced: number;
}

/** Counts the members that `work` copies. */
export async function countCopiedMembers(
  work: (sofar: Readonly<CopiedMembers>) => Promise<void>,
): Promise<CopiedMembers> {
  const copied: CopiedMembers = { frozen: 0, sliced: 0 };
  const restores = [
    watchMethod(Object, "freeze", (value) => {
      copied.frozen += Array.isArray(value) ? value.length : Object.keys(value as object).length;
    }),
    ...["slice", "concat"].map((method) =>
      watchMethod(Array.prototype, method, (items) => {
        copied.sliced += (items as readonly unknown[]).length;
      }),
    ),
  ];
  try {
    await work(copied);
  } finally {
    for (const restore of restores) restore();
  }
  return copied;
}
