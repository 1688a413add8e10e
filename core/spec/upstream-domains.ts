import type { Domain, Mesh } from './mesh.ts';

/** Other domains whose products a domain reads: through its pipelines or through subscriptions of its people. */
export function upstreamDomains(mesh: Mesh, domain: Domain): readonly string[] {
  const read = domain.products.flatMap(({ upstreams }) => upstreams.map((upstream) => upstream.domain));
  const subscribed = mesh.domains
    .filter(({ products }) =>
      products.some(({ subscriptions }) => subscriptions.some(({ consumer }) => consumer === domain.name)),
    )
    .map(({ name }) => name);
  return [...new Set([...read, ...subscribed])].filter((name) => name !== domain.name).toSorted();
}

/** Domains that subscribe to any product of a domain. */
export function consumerDomains(domain: Domain): readonly string[] {
  const consumers = domain.products.flatMap(({ subscriptions }) =>
    subscriptions.map(({ consumer }) => consumer),
  );
  return [...new Set(consumers)].filter((name) => name !== domain.name).toSorted();
}
