import type { Grant } from '../lakeformation/grant.ts';
import type { StepError } from './apply-plan.ts';
import type { DeclaredLink, GrantDeclaration } from './declaration.ts';

/** A link as it was found. */
export type SeenLink = {
  readonly link: DeclaredLink;
  /** Whether its producer shows this domain anything behind it. */
  readonly shared: 'yes' | 'no' | 'unknown';
  /** What has its name in this account's catalog. */
  readonly here: 'nothing' | 'link' | 'other-link' | 'database' | 'unknown';
  /** Why something is not known. */
  readonly problem?: StepError;
};

/** What makes links lead somewhere, and only there. */
export type LinkPlan = {
  /** Links of the name that lead elsewhere: they make room. */
  readonly replace: readonly DeclaredLink[];
  readonly make: readonly DeclaredLink[];
  /** After the grants on them. */
  readonly remove: readonly DeclaredLink[];
  /** Wanted, with nothing behind them yet: a later sweep makes them. */
  readonly waiting: readonly DeclaredLink[];
  /** Declared grants on links that will not be there. */
  readonly lapsed: readonly GrantDeclaration[];
  readonly failed: readonly { readonly step: string; readonly error: StepError }[];
};

export type LinkRequest = {
  readonly seen: readonly SeenLink[];
  /** Links of an earlier declaration that the present one does not have. */
  readonly withdrawn: readonly SeenLink[];
  readonly declared: readonly GrantDeclaration[];
  readonly actual: readonly Grant[];
  /** Roles of other domains of the mesh, for which a link of the same name may stand in this account. */
  readonly isOthers: (principal: string) => boolean;
};

/**
 * A link is there exactly while something is shared behind it: one that leads nowhere makes whoever lists the
 * catalog fail. What cannot be seen is left as it is.
 */
export function planLinks({ seen, withdrawn, declared, actual, isOthers }: LinkRequest): LinkPlan {
  const wanted = seen.filter(({ shared }) => shared === 'yes');
  const gone = seen.filter(({ shared }) => shared === 'no');
  const absent = seen.filter(
    (one) => one.shared === 'no' || (one.shared === 'unknown' && one.here === 'nothing'),
  );
  const removable = [...gone, ...withdrawn].filter(
    ({ here, link }) => isLink(here) && !isHeld(link, actual, isOthers),
  );
  return {
    replace: links(wanted.filter(({ here }) => here === 'other-link')),
    make: links(wanted.filter(({ here }) => here === 'nothing' || here === 'other-link')),
    remove: links(removable),
    waiting: links(absent),
    lapsed: absent.flatMap(({ link }) => declared.filter((grant) => isOn(grant, link))),
    failed: [...seen, ...withdrawn].flatMap(problemOf),
  };
}

export function isEmptyLinkPlan({ replace, make, remove }: LinkPlan): boolean {
  return [...replace, ...make, ...remove].length === 0;
}

const links = (seen: readonly SeenLink[]): readonly DeclaredLink[] => seen.map(({ link }) => link);

const isLink = (here: SeenLink['here']): boolean => here === 'link' || here === 'other-link';

/** Another domain of the account reads through the link; it goes with the last grant on it. */
function isHeld(
  { database }: DeclaredLink,
  actual: readonly Grant[],
  isOthers: LinkRequest['isOthers'],
): boolean {
  return actual.some(
    ({ principal, resource }) =>
      resource.kind === 'database' && resource.database === database && isOthers(principal),
  );
}

function isOn({ target }: GrantDeclaration, { database }: DeclaredLink): boolean {
  return target.kind === 'database' && target.database === database;
}

function problemOf({ link, here, problem }: SeenLink): LinkPlan['failed'] {
  const step = `look at the link ${link.database}`;
  if (problem) return [{ step, error: problem }];
  if (here !== 'database') return [];
  const message = `${link.database} is a database of this account, so that no link to ${link.catalogId} can have its name`;
  return [{ step, error: { code: 'NameTaken', message } }];
}
