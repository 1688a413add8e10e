// Node 24 has it; TypeScript's library does not describe it yet.
interface JSON {
  /** A number's exact text as a value for `JSON.stringify`. */
  rawJSON(text: string): object;
}
