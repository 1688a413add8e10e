import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { errorAt, startOf } from '../diagnostics/report.ts';
import { stackName } from '../naming/names.ts';
import type { Domain, Environment, Product } from './mesh.ts';

/**
 * Products of two domains whose stacks would have one name in one account: `eu-orders` of `sales` and `orders` of
 * `sales-eu`. CloudFormation would take the second for an update of the first. All other names that begin with a
 * domain's either end in a word of Freehold's own or have a separator that no name contains.
 */
export function checkStackCollisions(
  mesh: string,
  environments: readonly Environment[],
  domains: readonly Domain[],
): Diagnostic[] {
  return environments.flatMap(({ name: environment, region }) => {
    const owners = new Map<string, Product>();
    return domains.flatMap(({ name: domain, accounts, products }) =>
      products.flatMap((product) => {
        const scope = { mesh, environment, region };
        const stack = stackName(scope, domain, product.name, `v${product.major}`);
        const place = `${accounts[environment] ?? domain} ${stack}`;
        const owner = owners.get(place) ?? product;
        owners.set(place, owner);
        return owner.domain === domain ? [] : [collision(product, owner, stack)];
      }),
    );
  });
}

function collision(product: Product, owner: Product, stack: string): Diagnostic {
  const message = `the stack "${stack}" of ${product.id} has the name of the stack of ${owner.id} in the same account`;
  const hint = 'rename one of the products, or give one of the domains an account of its own';
  return errorAt(startOf(`${product.directory}/contract.yaml`), { code: 'DuplicateName', message, hint });
}
