/** `unknown`: AWS defines no answer, or we do not know what it depends on. */
export type Verdict = boolean | 'unknown';

export function not(verdict: Verdict): Verdict {
  return verdict === 'unknown' ? verdict : !verdict;
}

/** Whether all hold: one that does not settles it, whatever the unknown ones are. */
export function every<T>(list: readonly T[], holds: (one: T) => Verdict): Verdict {
  let all: Verdict = true;
  for (const one of list) {
    const verdict = holds(one);
    if (verdict === false) return false;
    if (verdict === 'unknown') all = verdict;
  }
  return all;
}

/** Whether any holds: one that does settles it, whatever the unknown ones are. */
export function some<T>(list: readonly T[], holds: (one: T) => Verdict): Verdict {
  let any: Verdict = false;
  for (const one of list) {
    const verdict = holds(one);
    if (verdict === true) return true;
    if (verdict === 'unknown') any = verdict;
  }
  return any;
}
