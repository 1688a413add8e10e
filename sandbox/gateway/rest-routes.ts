import { membersOf, requiredMembers, type OperationSchema } from './schema.ts';
import type { WireRequest } from './wire.ts';

export type Route = {
  readonly operation: OperationSchema;
  readonly method: string;
  readonly pattern: RegExp;
  /** Labels in the order of the pattern's groups. */
  readonly labels: readonly string[];
  readonly literalSegments: number;
  readonly literals: readonly (readonly [key: string, value: string])[];
  readonly requiredQuery: readonly string[];
  readonly requiredHeaders: readonly string[];
};

export type RouteMatch = { readonly route: Route; readonly labels: ReadonlyMap<string, string> };

/** In S3's models the bucket stands in the host name; path style puts it first in the path. */
export function compileRoutes(
  operations: readonly OperationSchema[],
  options: { readonly bucketInPath: boolean },
): readonly Route[] {
  return operations.flatMap((operation) => {
    if (!operation.http) return [];
    const [path = '', search = ''] = operation.http.uri.split('?');
    const members = membersOf(operation.input);
    const hasBucket = members.some(({ name, binding }) => name === 'Bucket' && binding.kind === 'label');
    const template = options.bucketInPath && hasBucket ? `/{Bucket}${path}` : path;
    const required = new Set(requiredMembers(operation.input));
    const bindings = members.filter(({ name }) => required.has(name)).map(({ binding }) => binding);
    return {
      operation,
      method: operation.http.method,
      ...compilePath(template),
      literals: [...new URLSearchParams(search)],
      requiredQuery: bindings.flatMap((binding) => (binding.kind === 'query' ? [binding.name] : [])),
      requiredHeaders: bindings.flatMap((binding) => (binding.kind === 'header' ? [binding.name] : [])),
    };
  });
}

function compilePath(template: string): Pick<Route, 'pattern' | 'labels' | 'literalSegments'> {
  const labels: string[] = [];
  let literalSegments = 0;
  const parts = template.replace(/\/$/, '').split('/').slice(1);
  const source = parts.map((part) => {
    const label = /^\{([^}+]+)(\+?)\}$/.exec(part);
    if (!label) {
      literalSegments += 1;
      return `/${part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}`;
    }
    labels.push(label[1] ?? '');
    return label[2] ? '/(.+)' : '/([^/]+)';
  });
  return { pattern: new RegExp(`^${source.join('')}/?$`, 's'), labels, literalSegments };
}

/**
 * The operation that a request means. Literal query keys and required headers and parameters must be there; among
 * those that fit, the most specific wins. `x-id` is a hint that old clients do not send.
 */
export function matchRoute(routes: readonly Route[], request: WireRequest): RouteMatch | undefined {
  let best: { readonly match: RouteMatch; readonly rank: number } | undefined;
  for (const route of routes) {
    const labels = matchLabels(route, request);
    if (!labels || !fits(route, request)) continue;
    const rank = rankOf(route, request);
    if (!best || rank > best.rank) best = { match: { route, labels }, rank };
  }
  return best?.match;
}

function matchLabels(route: Route, request: WireRequest): ReadonlyMap<string, string> | undefined {
  if (route.method !== request.method) return undefined;
  const groups = route.pattern.exec(request.path === '/' ? '' : request.path);
  if (!groups) return undefined;
  // `(.+)/?$` is greedy: the slash at the end of an S3 key stays with the key.
  return new Map(route.labels.map((label, index) => [label, decodeLabel(groups[index + 1] ?? '')]));
}

function decodeLabel(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function fits(route: Route, request: WireRequest): boolean {
  return (
    route.literals.every(([key, value]) => key === 'x-id' || hasLiteral(request, key, value)) &&
    route.requiredQuery.every((key) => request.query.has(key)) &&
    route.requiredHeaders.every((name) => request.headers[name] !== undefined)
  );
}

function hasLiteral(request: WireRequest, key: string, value: string): boolean {
  return request.query.has(key) && (value === '' || request.query.get(key) === value);
}

function rankOf(route: Route, request: WireRequest): number {
  const hinted = request.query.get('x-id') === route.operation.name ? 1000 : 0;
  const literals = route.literals.filter(([key]) => key !== 'x-id').length;
  const bound = route.requiredQuery.length + route.requiredHeaders.length;
  return hinted + 100 * route.literalSegments + 10 * (literals + bound) - route.labels.length;
}
