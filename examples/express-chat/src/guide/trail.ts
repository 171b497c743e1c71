/** A walk that the guide knows. */
export interface Trail {
  readonly name: string;
  /** Where it begins. */
  readonly town: string;
  readonly lengthKm: number;
  readonly about: string;
}

/** All walks. */
export const trails: readonly Trail[] = [
  {
    name: "Lighthouse Path",
    town: "Skagen",
    lengthKm: 6,
    about: "along the sea to an old lighthouse, easy with children",
  },
  {
    name: "Nine Lakes Loop",
    town: "Bohinj",
    lengthKm: 14,
    about: "a long day past mountain lakes that one can swim in",
  },
  {
    name: "Heron Marsh",
    town: "Texel",
    lengthKm: 4,
    about: "a quiet walk on planks, for those who watch birds",
  },
  {
    name: "Ridge of Winds",
    town: "Zakopane",
    lengthKm: 18,
    about: "steep and high, for the widest view of the mountains",
  },
  {
    name: "Cider Orchards",
    town: "Hereford",
    lengthKm: 9,
    about: "gentle, between villages, with an inn half way",
  },
];
