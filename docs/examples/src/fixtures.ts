// The recorded answers that the guides stream: one string a chunk, as a model sent them.

/** A chat model's introduction of itself. */
export const hello: readonly string[] = chunksOf(
  " Hello|!| My| name| is| Claude|.| I|'m| an| AI| assistant| created| by| An|throp|ic| to| be| helpful|,| harmless|,| and| honest|.|",
);

/** A joke about a parrot. */
export const joke: readonly string[] = chunksOf(
  " Here|'s| a| silly| joke| about| a| par|rot|:|\n\nWhat| kind| of| teacher| gives| good| advice|?| An| ap|-|parent| (|app|arent|)| one|!|",
);

/** Three countries and their populations as JSON, with words before it and in a Markdown fence. */
export const countries: readonly string[] = [
  ...chunksOf(
    " Here| is| the| JSON| with| the| requested| countries| and| their| populations|:|\n\n```|json|\n{",
  ),
  ...chunksOf('\n | "|countries|":| ['),
  ...chunksOf('\n   | {|\n     | "|name|":| "|France|",'),
  ...chunksOf('\n     | "|population|":| |67|39|15|82|\n   | }|,'),
  ...chunksOf('\n   | {|\n     | "|name|":| "|Sp|ain|",'),
  ...chunksOf('\n     | "|population|":| |46|75|47|78|\n   | }|,'),
  ...chunksOf('\n   | {|\n     | "|name|":| "|Japan|",'),
  ...chunksOf('\n     | "|population|":| |12|647|64|61|\n   | }|\n | ]|\n}|\n```|'),
];

/** What is known about Harrison, from two documents. */
export const retrieval: readonly string[] = chunksOf(
  [
    " Based| on| the| given| context|,| the| only| information| provided| about| where| Harrison| worked| is| that| he",
    "| worked| at| Ken|sh|o|.| Since| there| are| no| other| details| provided| about| Ken|sh|o|,| I| do| not| have",
    "| enough| information| to| write| 3| additional| made| up| sentences| about| this| place|.| I| can| only| state",
    "| that| Harrison| worked| at| Ken|sh|o|.|",
  ].join(""),
);

function chunksOf(text: string): readonly string[] {
  return text.split("|");
}
