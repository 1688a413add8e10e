import { type Document, isSeq, parseDocument } from 'yaml';
import type { AccessDecision } from '../../spec/spec-schemas.ts';

/** What somebody asks for, as it stands in the file. */
export type WrittenRequest = {
  readonly consumer: string;
  readonly roles: readonly string[];
  readonly table: string;
  readonly purpose: string;
  readonly columns: readonly string[];
  readonly rows?: string;
  /** ISO date. */
  readonly expires: string;
  readonly requestedBy: string;
  /** ISO date. */
  readonly requestedOn: string;
};

/** The file of a request: a new one, or one that is there and is asked for again, which undoes what was decided. */
export function requestText(before: string | undefined, request: WrittenRequest): string {
  return edited(before ?? '', (document) => {
    const { rows, columns, roles, ...said } = request;
    for (const key of ['except', 'denied', 'revoked', ...(rows === undefined ? ['rows'] : [])]) {
      if (document.has(key)) document.delete(key);
    }
    const values = { ...said, roles: [...roles], columns: [...columns], ...(rows !== undefined && { rows }) };
    for (const key of REQUEST_KEYS) {
      if (key in values) set(document, key, values[key]);
    }
    set(document, 'approvedBy', []);
  });
}

/** In the order in which a reader asks: who, what, why, until when. */
const REQUEST_KEYS = [
  'consumer',
  'roles',
  'table',
  'purpose',
  'columns',
  'rows',
  'expires',
  'requestedBy',
  'requestedOn',
] as const;

export function approvedText(before: string, by: string): string {
  return edited(before, (document) => {
    if (isSeq(document.get('approvedBy'))) document.addIn(['approvedBy'], by);
    else set(document, 'approvedBy', [by]);
  });
}

/** `denied` before anybody has access, `revoked` when somebody has. */
export function decidedText(
  before: string,
  decided: { readonly key: 'denied' | 'revoked'; readonly decision: AccessDecision },
): string {
  const { by, on, reason } = decided.decision;
  return edited(before, (document) => {
    document.set(decided.key, document.createNode({ by, on, reason }));
  });
}

/** Comments, order and quotes of what is not changed stay as they are. */
function edited(before: string, change: (document: Document) => void): string {
  const document = parseDocument(before, { schema: 'core', version: '1.2' });
  change(document);
  // Long sentences are not folded: one line of a file is one line of a review.
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

/** A list in one line; what has the same value keeps how it was written. */
function set(document: Document, key: string, value: string | readonly string[] | undefined): void {
  const known: unknown = document.has(key) ? document.toJS()[key] : undefined;
  if (known !== undefined && JSON.stringify(known) === JSON.stringify(value)) return;
  document.set(key, Array.isArray(value) ? document.createNode(value, { flow: true }) : value);
}
