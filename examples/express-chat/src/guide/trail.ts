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
    about: "an easy walk along the sea to an old lighthouse, flat, good with children",
  },
  {
    name: "Nine Lakes Loop",
    town: "Bohinj",
    lengthKm: 14,
    about: "a long day past mountain lakes, with water to swim in and a hut for lunch",
  },
  {
    name: "Heron Marsh",
    town: "Texel",
    lengthKm: 4,
    about: "a short walk on wooden planks for those who watch birds, flat and quiet",
  },
  {
    name: "Ridge of Winds",
    town: "Zakopane",
    lengthKm: 18,
    about: "a steep mountain ridge for those who know what they do, with the widest view",
  },
  {
    name: "Cider Orchards",
    town: "Hereford",
    lengthKm: 9,
    about: "a gentle walk between orchards and villages, with an inn at half way",
  },
];
