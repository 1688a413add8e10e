import { AwsError } from '../../cloud/aws-error.ts';

const STEP = /\.([\w-]+)|\[(\d+)\]|\['([^']+)'\]/y;

/** EventBridge's subset of JSONPath: names and positions, `$.detail.a[0].b`, `$['detail-type']`. */
export function readJsonPath(value: unknown, path: string): unknown {
  let found = value;
  for (const step of parseJsonPath(path))
    found = Object.hasOwn(Object(found), step) ? Object(found)[step] : undefined;
  return found;
}

/** The steps of a path; a path that the sandbox cannot follow is refused. */
export function parseJsonPath(path: string): readonly string[] {
  const steps: string[] = [];
  STEP.lastIndex = 1;
  while (path.startsWith('$') && STEP.lastIndex < path.length) {
    const match = STEP.exec(path);
    if (!match) break;
    steps.push(match[1] ?? match[2] ?? match[3] ?? '');
    if (STEP.lastIndex === path.length) return steps;
  }
  if (path === '$') return steps;
  throw new AwsError('ValidationException', `the sandbox does not know the JSONPath ${JSON.stringify(path)}`);
}
