const DELETE = 0x7f;
/** Unicode's pictures of the control characters, in their order. */
const PICTURES = 0x2400;
const PICTURE_OF_DELETE = '\u2421';
const REPLACEMENT = '\uFFFD';

/** Controls of ASCII and Latin 1, and the marks that turn the direction of what follows. */
const INVISIBLE = /[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]/gu;

/**
 * Text of a file as it can be shown: one character for each, and none that moves the cursor, colours the terminal,
 * begins a line or turns what follows, so that a file cannot write what we seem to say.
 */
export function visibleText(text: string): string {
  return text.replace(INVISIBLE, (character) => {
    const code = character.charCodeAt(0);
    if (code === DELETE) return PICTURE_OF_DELETE;
    return code < ' '.charCodeAt(0) ? String.fromCharCode(PICTURES + code) : REPLACEMENT;
  });
}
