/**
 * Why a JSON document could not be read to its end.
 *
 * **Shape**: `message` is one sentence which names what was expected, what was found, and the position.
 * **Units**: `position` counts UTF-16 code units from the first character written to the parser.
 */
export interface JsonFailure {
  readonly message: string;
  readonly position: number;
}
