import type { WorldResource } from '../world/world-resource.ts';
import type { Area } from './witnesses.ts';

/** ARNs that policies name for a resource and for what is in it. */
export function areasOf(resource: WorldResource): readonly Area[] {
  const { arn } = resource;
  const self = { text: arn, isOpen: false };
  switch (resource.kind) {
    case 'bucket':
      return [self, below(`${arn}/`)];
    case 'item-table':
      return [self, below(`${arn}/`)];
    case 'function':
    case 'log-group':
    case 'topic':
      return [self, below(`${arn}:`)];
    case 'state-machine':
      return [self, below(`${arn}:`), below(`${arn.replace(':stateMachine:', ':execution:')}:`)];
    // What is in the catalog Lake Formation decides about, whatever IAM says.
    case 'database':
    case 'table':
      return [];
    default:
      return [self];
  }
}

const below = (text: string): Area => ({ text, isOpen: true });
