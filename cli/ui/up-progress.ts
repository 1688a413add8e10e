import { setTimeout as sleep } from 'node:timers/promises';
import type { StackEvent } from '../../sandbox/index.ts';
import type { ProductState, ProductStatus } from '../mesh/product-state.ts';
import { grouped, seconds } from './numbers.ts';
import { colors, type Output } from './output.ts';

const STEPS = ['synthesize', 'deploy', 'land', 'enforce'] as const;
export type UpStep = (typeof STEPS)[number];

const DONE: Record<UpStep, string> = {
  synthesize: 'synthesized',
  deploy: 'deployed',
  land: 'landed',
  enforce: 'enforced',
};

const TICK_MILLISECONDS = 150;

/** Says what `mesh up` is doing: a line per finished step and product, one live line in a terminal. */
export class UpProgress {
  readonly #output: Output;
  /** Last line said of each product, so that nothing is said twice. */
  readonly #said = new Map<string, string>();

  constructor(output: Output) {
    this.#output = output;
  }

  async step<T>(step: UpStep, work: () => Promise<readonly [result: T, summary: string]>): Promise<T> {
    const startedAt = performance.now();
    this.#output.live(`${step} …`);
    const [result, summary] = await work();
    const took = colors.dim(seconds(performance.now() - startedAt));
    this.#output.talk(`${colors.green('✓')} ${DONE[step].padEnd(11)} ${summary}  ${took}`);
    return result;
  }

  stackEvent(event: StackEvent): void {
    this.#output.live(`deploy … ${event.stack} ${event.logicalId} ${event.status}`);
  }

  /** What was there before this call is known, and not said. */
  known(statuses: readonly ProductStatus[]): void {
    for (const status of statuses) this.#said.set(status.product, keyOf(status));
  }

  productState(status: ProductStatus): void {
    if (this.#said.get(status.product) === keyOf(status)) return;
    this.#said.set(status.product, keyOf(status));
    if (status.state === 'waiting') return;
    if (status.state === 'running') {
      this.#output.live(`${status.product} …`);
      return;
    }
    this.#output.talk(productLine(status));
  }

  async tick(): Promise<false> {
    await sleep(TICK_MILLISECONDS);
    return false;
  }
}

function keyOf({ state, publishedAt, runSeconds, checksFailed }: ProductStatus): string {
  return [state, publishedAt, runSeconds, checksFailed].join('|');
}

const MARKS: Record<ProductState, string> = {
  published: colors.green('✓'),
  warned: colors.yellow('!'),
  refused: colors.red('✗'),
  failed: colors.red('✗'),
  running: '…',
  waiting: '·',
};

export function stateMark(state: ProductState): string {
  return MARKS[state];
}

function productLine(status: ProductStatus): string {
  const rows = status.rows === null ? '' : `${grouped(status.rows)} rows`;
  const checks = `${status.checksPassed + status.checksFailed} checks`;
  const found = status.checksFailed > 0 ? colors.yellow(`, ${status.checksFailed} failed`) : '';
  const took = status.runSeconds === null ? '' : colors.dim(seconds(status.runSeconds * 1000));
  return `${stateMark(status.state)} ${status.product.padEnd(28)} ${rows.padStart(14)}  ${checks}${found}  ${took}`;
}
