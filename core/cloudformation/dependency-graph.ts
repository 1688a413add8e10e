import { referencesOf } from './references.ts';
import { dependsOn, type Template } from './template.ts';
import { templateError } from './template-error.ts';

/** For every node, the nodes that must be done before it. */
export type DependencyGraph = ReadonlyMap<string, ReadonlySet<string>>;

/** Dependencies between the resources of a template, by reference and by `DependsOn`. */
export function resourceGraph(template: Template, logicalIds: ReadonlySet<string>): DependencyGraph {
  const graph = new Map<string, ReadonlySet<string>>();
  for (const logicalId of logicalIds) {
    const resource = template.Resources[logicalId];
    if (resource === undefined) throw templateError(`Resources.${logicalId}`, 'no such resource');
    const explicit = dependsOn(resource);
    const unknown = explicit.find((id) => !(id in template.Resources));
    if (unknown !== undefined) {
      throw templateError(`Resources.${logicalId}.DependsOn`, `there is no resource ${unknown}`);
    }
    // A dependency on a resource whose condition is false is void, as in CloudFormation.
    const needed = [...explicit, ...referencesOf(resource.Properties)].filter((id) => logicalIds.has(id));
    graph.set(logicalId, new Set(needed));
  }
  refuseCycles(graph);
  return graph;
}

/** The same nodes with the arrows turned: for deleting. Dependencies outside the graph are left out. */
export function reverseGraph(graph: DependencyGraph): DependencyGraph {
  const reversed = new Map<string, Set<string>>([...graph.keys()].map((node) => [node, new Set()]));
  for (const [node, needed] of graph) for (const id of needed) reversed.get(id)?.add(node);
  return reversed;
}

/** Every node after its dependencies; among free nodes the given order is kept. */
export function topologicalOrder(graph: DependencyGraph): readonly string[] {
  refuseCycles(graph);
  const order = new Set<string>();
  const visit = (node: string): void => {
    if (order.has(node)) return;
    for (const id of graph.get(node) ?? []) if (graph.has(id)) visit(id);
    order.add(node);
  };
  for (const node of graph.keys()) visit(node);
  return [...order];
}

/** Throws with the path of the first circle. */
export function refuseCycles(graph: DependencyGraph): void {
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (node: string): void => {
    if (done.has(node)) return;
    const start = path.indexOf(node);
    if (start >= 0) {
      throw templateError('template', `circular dependency: ${[...path.slice(start), node].join(' → ')}`);
    }
    path.push(node);
    for (const id of graph.get(node) ?? []) if (graph.has(id)) visit(id);
    path.pop();
    done.add(node);
  };
  for (const node of graph.keys()) visit(node);
}
