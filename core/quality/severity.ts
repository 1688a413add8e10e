/** The standard leaves the words free; these are the ones that tools use for "tell, and go on". */
const WARNING_WORDS = ['warning', 'warn', 'info', 'low', 'minor', 'trivial'];

/** Whether a broken promise refuses the publication; without a word it does. */
export function severityOf(word: unknown): 'error' | 'warning' {
  return typeof word === 'string' && WARNING_WORDS.includes(word.toLowerCase()) ? 'warning' : 'error';
}
