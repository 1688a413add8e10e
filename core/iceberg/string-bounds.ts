/** Iceberg's default: bounds of texts keep their first sixteen characters. */
const BOUND_CHARACTERS = 16;

/** A text that is not greater: its beginning. */
export function lowerBound(text: Uint8Array): Uint8Array | undefined {
  const characters = decode(text);
  if (characters === undefined) return undefined;
  return characters.length <= BOUND_CHARACTERS ? text : encode(characters.slice(0, BOUND_CHARACTERS));
}

/** A text that is not less: its beginning, whose last character that has a next one is raised to it. */
export function upperBound(text: Uint8Array): Uint8Array | undefined {
  const characters = decode(text);
  if (characters === undefined) return undefined;
  if (characters.length <= BOUND_CHARACTERS) return text;
  for (let length = BOUND_CHARACTERS; length > 0; length--) {
    const next = following(characters[length - 1] ?? '');
    if (next !== undefined) return encode([...characters.slice(0, length - 1), next]);
  }
  return undefined;
}

/** Code points; nothing when the writer cut the bound inside a character. */
function decode(text: Uint8Array): readonly string[] | undefined {
  try {
    return Array.from(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(text));
  } catch {
    return undefined;
  }
}

const encode = (characters: readonly string[]): Uint8Array => new TextEncoder().encode(characters.join(''));

const SURROGATES_START = 0xd8_00;
const SURROGATES_END = 0xdf_ff;
const LAST_CODE_POINT = 0x10_ff_ff;

function following(character: string): string | undefined {
  const next = (character.codePointAt(0) ?? LAST_CODE_POINT) + 1;
  if (next > LAST_CODE_POINT) return undefined;
  return String.fromCodePoint(next >= SURROGATES_START && next <= SURROGATES_END ? SURROGATES_END + 1 : next);
}
