import type { AccessExplanation } from '../../core/access/explain/explain-access.ts';
import { isOpen, type PathStep } from '../../core/access/explain/path-step.ts';
import { lastDay, type Reason } from '../../core/access/explain/reason.ts';
import type { WhoReads } from '../../core/access/explain/who-reads.ts';
import { renderPredicate } from '../../core/access/lakeformation/row-predicate.ts';
import { isDenied, type ShownExplanation } from './explain-text.ts';
import { missingWords, stepWords } from './missing-words.ts';
import { reasonWords, rowWords } from './reason-words.ts';
import { remedyText } from './remedy-text.ts';

export function explainJson(shown: ShownExplanation) {
  const { explanation, column, remedy } = shown;
  const { principal, target, columns, because, missing, paths } = explanation;
  return {
    principal: principalJson(explanation),
    table: target.name,
    product: target.product.id,
    ...(column !== undefined && { column }),
    isAllowed: !isDenied(shown),
    columns: columns.map(({ name, isRead, when, because: reasons }) => ({
      name,
      isRead,
      ...(when !== null && { when: renderPredicate(when) }),
      because: reasons.map(reasonWords),
    })),
    because: because.map(reasonJson),
    missing: missing.map((one) => missingWords(one, explanation)),
    ...(remedy && { remedy: { ...remedy, text: remedyText(remedy) } }),
    paths: {
      catalog: paths.catalog.map((step) => stepJson(step, principal.name)),
      files: paths.files.map((step) => stepJson(step, principal.name)),
    },
  };
}

export function whoJson({ target, column, readers, machines }: WhoReads) {
  return {
    table: target.name,
    product: target.product.id,
    ...(column !== undefined && { column }),
    readers: [...readers, ...machines].map(readerJson),
  };
}

function readerJson(explanation: AccessExplanation) {
  const { columns, because, reads } = explanation;
  const until = lastDay(because);
  return {
    ...principalJson(explanation),
    columns: columns.filter(({ isRead }) => isRead).map(({ name }) => name),
    rows: rowWords(because),
    ...(until !== undefined && { until }),
    through: reads.kind === 'allowed' && reads.path === 'files' ? 'files' : 'athena',
    because: because.map(reasonJson),
  };
}

function principalJson({ principal: { name, domain, role } }: AccessExplanation) {
  return { principal: name, domain, account: role.account, arn: role.arn };
}

function reasonJson(reason: Reason) {
  const until = lastDay([reason]);
  const { kind, columns, rows } = reason;
  return {
    kind,
    text: reasonWords(reason),
    columns,
    ...(rows !== undefined && { rows }),
    ...(until !== undefined && { until }),
    ...(reason.kind === 'subscription' && { file: reason.subscription.file }),
    ...('origin' in reason && reason.origin && { origin: reason.origin }),
  };
}

function stepJson(step: PathStep, reader: string) {
  return { isOpen: isOpen(step), text: stepWords(step, reader), ...step };
}
