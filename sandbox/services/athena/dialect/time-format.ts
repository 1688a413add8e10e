import { notOffered } from '../query-failure.ts';

/** MySQL's letters (`date_format`, `date_parse`) as `strftime`'s. */
const MYSQL: Readonly<Record<string, string>> = {
  a: '%a',
  b: '%b',
  c: '%-m',
  d: '%d',
  e: '%-d',
  f: '%f',
  H: '%H',
  h: '%I',
  I: '%I',
  i: '%M',
  j: '%j',
  k: '%-H',
  l: '%-I',
  M: '%B',
  m: '%m',
  p: '%p',
  r: '%I:%M:%S %p',
  S: '%S',
  s: '%S',
  T: '%H:%M:%S',
  v: '%V',
  W: '%A',
  Y: '%Y',
  y: '%y',
  '%': '%%',
};

/** Joda's letter groups (`format_datetime`, `parse_datetime`) as `strftime`'s. */
const JODA: Readonly<Record<string, string>> = {
  yyyy: '%Y',
  YYYY: '%Y',
  y: '%Y',
  yy: '%y',
  MM: '%m',
  M: '%-m',
  MMM: '%b',
  MMMM: '%B',
  dd: '%d',
  d: '%-d',
  HH: '%H',
  H: '%-H',
  hh: '%I',
  h: '%-I',
  mm: '%M',
  m: '%-M',
  ss: '%S',
  s: '%-S',
  SSS: '%g',
  EEE: '%a',
  E: '%a',
  EEEE: '%A',
  a: '%p',
  D: '%-j',
  DDD: '%j',
};

export function mysqlFormat(format: string): string {
  return format.replace(/%(.)/gsu, (_, letter: string) => {
    const known = MYSQL[letter];
    if (known === undefined) throw notOffered(`the letter %${letter} in the date format '${format}'`);
    return known;
  });
}

export function jodaFormat(format: string): string {
  return format.replace(/'((?:[^']|'')*)'|([a-zA-Z])\2*|%/gu, (part: string, quoted: string | undefined) => {
    if (part === '%') return '%%';
    if (part === "''") return "'";
    if (quoted !== undefined) return quoted.replaceAll("''", "'").replaceAll('%', '%%');
    const known = JODA[part];
    if (known === undefined) throw notOffered(`"${part}" in the date format "${format}"`);
    return known;
  });
}
