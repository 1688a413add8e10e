import { join } from 'node:path';
import { placeRequest } from '../../core/access/requests/place-request.ts';
import { requestText } from '../../core/access/requests/edit-access-file.ts';
import { MeshError } from '../../core/errors/mesh-error.ts';
import type { Subscription } from '../../core/spec/mesh.ts';
import { type AccessReader, openAccess } from '../access/access-reader.ts';
import { type FoundTable, findTable, unknown } from '../access/find-table.ts';
import { type ProposedAccess, proposeAccess, type RefusedProposal } from '../access/propose-access.ts';
import { writeWhole } from '../access/write-file.ts';

export type AccessRequest = {
  /** `<domain>.<table>`, or `<domain>.<product>` of a product with one table. */
  readonly table: string;
  /** The consuming domain. */
  readonly consumer: string;
  readonly roles: readonly string[];
  /** Empty means all that there are today: what is added to the contract later is not asked for. */
  readonly columns: readonly string[];
  readonly rows?: string;
  readonly purpose: string;
  readonly days: number;
  readonly by: string;
  /** Whether access that is live may be asked for in other words. */
  readonly replaces: boolean;
  readonly now: Date;
};

export type RequestedAccess =
  | {
      readonly kind: 'asked';
      readonly file: string;
      /** Whether the file was there, and was the same. */
      readonly isUnchanged: boolean;
      readonly subscription: Subscription;
      /** Columns of the table. */
      readonly columnsOfTable: number;
      /** Email of who decides. */
      readonly owner: string;
      /** `<domain>.<product>` */
      readonly product: string;
    }
  | RefusedProposal;

const DAY_MILLISECONDS = 86_400_000;

/**
 * Writes the subscription file that a pull request brings to the owner. It waits for approval, and grants nothing
 * before; whether it can be granted at all is checked at once.
 */
export async function request(root: string, asked: AccessRequest): Promise<RequestedAccess> {
  const reader = await openAccess(root, asked.now);
  if (!reader.domains.includes(asked.consumer)) throw unknown('domain', asked.consumer, reader.domains);
  const found = findTable(reader, asked.table);
  const { file, before } = placeOf(asked, reader, found);
  const text = requestText(before, writtenRequest(asked, found));
  const proposed = proposeAccess(reader, { file, text, found, isApproved: true });
  if (proposed.kind === 'refused') return proposed;
  const isUnchanged = before === text;
  if (!isUnchanged) writeWhole(join(root, file), text);
  return askedFor(found, { file, isUnchanged, proposed });
}

function askedFor(
  { domain, product, table }: FoundTable,
  { file, isUnchanged, proposed }: { file: string; isUnchanged: boolean; proposed: ProposedAccess },
): RequestedAccess {
  return {
    kind: 'asked',
    file,
    isUnchanged,
    subscription: proposed.subscription,
    columnsOfTable: table.columns.length,
    owner: domain.owner.email,
    product: product.id,
  };
}

function placeOf(
  { consumer, roles, replaces }: AccessRequest,
  reader: AccessReader,
  { product, table }: FoundTable,
): { readonly file: string; readonly before?: string } {
  const directory = `${product.directory}/access`;
  const names = [...reader.files.keys()]
    .filter((file) => file.startsWith(`${directory}/`))
    .map((file) => file.slice(directory.length + 1).replace(/\.yaml$/, ''));
  const known = [...product.subscriptions, ...product.dormant];
  const place = placeRequest({ consumer, roles, table: table.name, replaces }, { known, names });
  if (place.kind === 'taken') throw taken(place.by);
  if (place.kind === 'new') return { file: `${directory}/${place.name}.yaml` };
  const { file } = place.subscription;
  const before = reader.files.get(file);
  return { file, ...(before !== undefined && { before }) };
}

function taken(by: readonly Subscription[]): MeshError {
  const files = by.map(({ file, roles }) => `${file} (${roles.join(', ')})`).join(' and ');
  const hint =
    by.length > 1
      ? 'ask for the roles of one file at a time, with --roles'
      : 'name other roles with --roles, or ask to change what the file says with --replace';
  return new MeshError(`roles that are asked for have access already, by ${files}`, {
    code: 'AlreadyRequested',
    hint,
  });
}

function writtenRequest(asked: AccessRequest, { table }: FoundTable) {
  const { consumer, roles, purpose, rows, days, by, now } = asked;
  const columns = asked.columns.length > 0 ? asked.columns : table.columns.map(({ name }) => name);
  return {
    consumer,
    roles,
    table: table.name,
    purpose,
    columns,
    ...(rows !== undefined && { rows }),
    expires: dayOf(new Date(now.getTime() + days * DAY_MILLISECONDS)),
    requestedBy: by,
    requestedOn: dayOf(now),
  };
}

const dayOf = (date: Date): string => date.toISOString().slice(0, 'yyyy-mm-dd'.length);
