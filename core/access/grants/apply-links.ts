import type { StepError } from './apply-plan.ts';
import type { DeclaredLink } from './declaration.ts';
import type { LinkPlan, SeenLink } from './plan-links.ts';

/** The catalog, as far as links need it. Each answers undefined where it was done. */
export type LinksPort = {
  readonly look: (link: DeclaredLink) => Promise<SeenLink>;
  readonly make: (link: DeclaredLink) => Promise<StepError | undefined>;
  /** Takes away a link of the name, and never a database. */
  readonly remove: (link: DeclaredLink) => Promise<StepError | undefined>;
};

export type AppliedLinks = {
  readonly made: readonly DeclaredLink[];
  readonly removed: readonly DeclaredLink[];
  readonly failed: LinkPlan['failed'];
};

/** Before grants on them. */
export async function makeLinks({ replace, make }: LinkPlan, port: LinksPort): Promise<AppliedLinks> {
  const replaced = await each('replace', replace, port.remove);
  const made = await each('make', make, port.make);
  return { made: made.done, removed: replaced.done, failed: [...replaced.failed, ...made.failed] };
}

/** After the grants on them are gone. */
export async function removeLinks({ remove }: LinkPlan, port: LinksPort): Promise<AppliedLinks> {
  const { done, failed } = await each('remove', remove, port.remove);
  return { made: [], removed: done, failed };
}

async function each(
  verb: string,
  links: readonly DeclaredLink[],
  act: (link: DeclaredLink) => Promise<StepError | undefined>,
): Promise<{ readonly done: readonly DeclaredLink[]; readonly failed: LinkPlan['failed'] }> {
  const done: DeclaredLink[] = [];
  const failed: LinkPlan['failed'][number][] = [];
  for (const link of links) {
    const error = await act(link);
    if (error) failed.push({ step: `${verb} the link ${link.database}`, error });
    else done.push(link);
  }
  return { done, failed };
}
