/** Stands in a template for the table with the domain's key. */
export const TOKEN_KEY = 'token-key';

/**
 * The key as one row, whatever the table holds: a query over no key, or over two, must fail, and not lose its rows or
 * double them. Names of the columns are such that no column of a product has them.
 */
export const ONE_TOKEN_KEY = `(SELECT ${only('inner_pad')} AS freehold__inner, ${only('outer_pad')} AS freehold__outer FROM {{${TOKEN_KEY}}})`;

/** Not base64, so that decoding it is an error. */
const NO_KEY = "'no token key'";

/**
 * HMAC-SHA256 as RFC 2104 writes it, of two hashes: the table holds the key as it is mixed with each of the two pads,
 * so that neither engine needs more than SHA-256, and no text of a query needs the key.
 */
export function tokenExpression(value: string): string {
  const inner = `from_base64(coalesce(freehold__inner, ${NO_KEY}))`;
  const outer = `from_base64(coalesce(freehold__outer, ${NO_KEY}))`;
  const token = `to_hex(sha256(${outer} || sha256(${inner} || to_utf8(${value}))))`;
  return `CASE WHEN ${value} IS NULL THEN NULL ELSE lower(${token}) END`;
}

function only(column: string): string {
  return `CASE count(*) WHEN 1 THEN max(${column}) END`;
}
